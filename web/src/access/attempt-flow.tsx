import { Button, Stack } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { AccessPoint, Attempt } from '../api/types.ts';
import type { FactorKind } from '../shared/factors.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { FactorChoice, useFactorChoice } from './factor-choice.tsx';
import { retryAfterMs } from './outcome.ts';
import { RemainingTime } from './remaining-time.tsx';
import { startsByItself, stepComponentOf } from './step-components.ts';
import { StepCount } from './step-count.tsx';
import { StepStart } from './step-start.tsx';
import { ThrottledNote } from './throttled-note.tsx';
import { TriesLeft } from './tries-left.tsx';
import { useAttempt } from './use-attempt.ts';
import { WatchCamera } from './watch-camera.tsx';

interface AttemptFlowProps {
  front: AccessPoint;
  size: 'panel' | 'kiosk';
  /** What the form starts with. */
  userName: string;
  /** Why the attempt before was refused, when the form should say so. */
  notice: string | null;
  onUserName: (userName: string) => void;
  onOver: (attempt: Attempt) => void;
  /** Somebody typed, moved or looked: a kiosk does not go to sleep. */
  onActivity?: () => void;
}

/** Shows what the flow asks for, step by step, in the server's order; `onOver` hears how it ended. */
export function AttemptFlow(props: AttemptFlowProps) {
  const { front, size, userName, notice, onUserName, onOver, onActivity } = props;
  const control = useAttempt(front.id, onOver);
  const { open, busy, problem } = control;
  const step = open?.attempt.step ?? null;
  const factors: readonly FactorKind[] = (step ?? front.flow.steps[0])?.factors ?? ['password'];
  const [factor, choose] = useFactorChoice(front.id, factors);
  const Step = stepComponentOf(factor);

  useEffect(() => {
    if (open) onActivity?.();
  }, [open, onActivity]);
  const waits = startsByItself(factor) && !open;
  useBeginAtOnce(size === 'kiosk' && (waits || front.flow.watched), control.begin);

  const waitMs = problem ? retryAfterMs(problem) : null;
  return (
    <Stack gap="lg" onInput={onActivity}>
      <StepCount number={step?.number ?? 1} of={step?.of ?? front.flow.steps.length} size={size} />
      {problem && waitMs !== null ? (
        <ThrottledNote key={waitMs} message={problem.message} waitMs={waitMs} />
      ) : (
        <ProblemNote problem={problem} />
      )}
      <TriesLeft step={step} size={size} />
      {waits ? (
        size === 'panel' || problem ? (
          <StepStart factor={factor} size={size} busy={busy} onStart={() => void control.begin()} />
        ) : null
      ) : (
        <Step
          key={`${open?.attempt.id ?? 'first'}-${step?.number ?? 1}-${factor}`}
          {...{ size, busy, control, step, userName, onUserName, onActivity }}
          notice={problem ? null : notice}
        />
      )}
      <FactorChoice factors={factors} chosen={factor} size={size} onChoose={choose} />
      {front.flow.watched && open && !usesCamera(factor) ? <WatchCamera /> : null}
      {open && step ? <RemainingTime endsAt={open.endsAt} limitMs={step.timeLimitMs} /> : null}
      {size === 'panel' && open ? (
        <Button variant="subtle" color="gray" size="sm" onClick={() => void control.cancel()}>
          Cancel
        </Button>
      ) : null}
    </Stack>
  );
}

const usesCamera = (factor: FactorKind): boolean => factor === 'face' || factor === 'qr';

/** Whoever touched the kiosk has begun already; a page that merely stands open has not. */
function useBeginAtOnce(wanted: boolean, begin: () => Promise<unknown>): void {
  const begun = useRef(false);
  useEffect(() => {
    if (!wanted || begun.current) return;
    begun.current = true;
    void begin();
  }, [wanted, begin]);
}
