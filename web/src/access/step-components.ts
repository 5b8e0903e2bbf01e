import type { ComponentType } from 'react';
import type { FactorKind } from '../shared/factors.ts';
import { CardStep } from './card-step.tsx';
import { EmailCodeStep, SmsCodeStep } from './code-step.tsx';
import { FaceStep } from './face-step.tsx';
import { FingerprintStep } from './fingerprint-step.tsx';
import { PasskeyStep } from './passkey-step.tsx';
import { PasswordStep } from './password-step.tsx';
import { PinStep } from './pin-step.tsx';
import { QrStep } from './qr-step.tsx';
import type { StepProps } from './step-props.ts';
import { TotpStep } from './totp-step.tsx';
import { UnknownStep } from './unknown-step.tsx';

/** Each factor's screen. */
const STEP_COMPONENTS: Record<FactorKind, ComponentType<StepProps>> = {
  password: PasswordStep,
  pin: PinStep,
  card: CardStep,
  face: FaceStep,
  fingerprint: FingerprintStep,
  email_otp: EmailCodeStep,
  sms_otp: SmsCodeStep,
  qr: QrStep,
  totp: TotpStep,
  passkey: PasskeyStep,
};

/** A factor that this page does not know cannot be shown here, and says so. */
export const stepComponentOf = (factor: FactorKind): ComponentType<StepProps> =>
  STEP_COMPONENTS[factor] ?? UnknownStep;

const BY_ITSELF: readonly FactorKind[] = [
  'face',
  'qr',
  'card',
  'fingerprint',
  'email_otp',
  'sms_otp',
  'passkey',
];

/** Shown to a camera or a reader, sent, or signed: an attempt must be open before anything can be done. */
export const startsByItself = (factor: FactorKind): boolean => BY_ITSELF.includes(factor);
