import { IconFingerprint } from '@tabler/icons-react';
import { ReaderWait } from './reader-wait.tsx';
import type { StepProps } from './step-props.ts';

/** The reader compares by itself and reports to the server. */
export function FingerprintStep({ control }: StepProps) {
  return <ReaderWait icon={IconFingerprint} words="Lay your finger on the reader" control={control} />;
}
