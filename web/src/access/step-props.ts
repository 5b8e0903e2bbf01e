import type { AttemptStep } from '../api/types.ts';
import type { AttemptControl } from './use-attempt.ts';

/** What every step's component is given; each takes what it needs. */
export interface StepProps {
  size: 'panel' | 'kiosk';
  busy: boolean;
  control: AttemptControl;
  /** Null while no attempt has begun: the flow's first step is shown, and begins with the first thing somebody does. */
  step: AttemptStep | null;
  /** What a form starts with. */
  userName: string;
  onUserName: (userName: string) => void;
  /** Why the attempt before was refused, when the form should say so. */
  notice: string | null;
  /** Somebody typed, moved or looked. */
  onActivity?: (() => void) | undefined;
}
