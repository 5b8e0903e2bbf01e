import { Button } from '@mantine/core';
import { FACTORS, type FactorKind } from '../shared/factors.ts';

const WORDS: Partial<Record<FactorKind, string>> = {
  face: 'Look into the camera',
  qr: 'Show a QR code',
  card: 'Show a card',
  fingerprint: 'Use a fingerprint',
  passkey: 'Use a passkey',
};

interface StepStartProps {
  factor: FactorKind;
  size: 'panel' | 'kiosk';
  busy: boolean;
  onStart: () => void;
}

/** A page that merely stands open begins nothing: somebody presses this first. */
export function StepStart({ factor, size, busy, onStart }: StepStartProps) {
  const Icon = FACTORS[factor].icon;
  return (
    <Button
      size={size === 'kiosk' ? 'xl' : 'md'}
      leftSection={<Icon />}
      loading={busy}
      onClick={onStart}
      data-autofocus
    >
      {WORDS[factor] ?? 'Begin'}
    </Button>
  );
}
