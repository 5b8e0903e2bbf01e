import type { ComponentType } from 'react';
import type { FactorKind } from '../shared/factors.ts';
import { CardStep } from './card-step.tsx';
import { EmailCodeStep, SmsCodeStep } from './code-step.tsx';
import { FaceStep } from './face-step.tsx';
import { FingerprintStep } from './fingerprint-step.tsx';
import { PasswordStep } from './password-step.tsx';
import { PinStep } from './pin-step.tsx';
import { QrStep } from './qr-step.tsx';
import type { StepProps } from './step-props.ts';
import { UnknownStep } from './unknown-step.tsx';

/** Each factor's screen. A factor without one cannot be shown in this browser, and says so. */
export const STEP_COMPONENTS: Record<FactorKind, ComponentType<StepProps>> = {
  password: PasswordStep,
  pin: PinStep,
  card: CardStep,
  face: FaceStep,
  fingerprint: FingerprintStep,
  email_otp: EmailCodeStep,
  sms_otp: SmsCodeStep,
  qr: QrStep,
  totp: UnknownStep,
  passkey: UnknownStep,
};

const BY_ITSELF: readonly FactorKind[] = ['face', 'qr', 'card', 'fingerprint', 'email_otp', 'sms_otp'];

/** Shown to a camera or a reader, or sent: an attempt must be open before anything can be done. */
export const startsByItself = (factor: FactorKind): boolean => BY_ITSELF.includes(factor);
