import { Button, Stack } from '@mantine/core';
import { IconFaceId } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { AccessPoint, Attempt, AttemptStep } from '../api/types.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { FaceStep } from './face-step.tsx';
import { retryAfterMs } from './outcome.ts';
import { PasswordStep } from './password-step.tsx';
import { StepCount } from './step-count.tsx';
import { ThrottledNote } from './throttled-note.tsx';
import { useAttempt } from './use-attempt.ts';

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
  const factor = (step ?? front.flow.steps[0])?.factors[0] ?? 'password';

  useEffect(() => {
    if (open) onActivity?.();
  }, [open, onActivity]);

  const waitMs = problem ? retryAfterMs(problem) : null;
  const waitingFace = factor === 'face' && !open;
  const begun = useRef(false);
  const { begin } = control;
  useEffect(() => {
    // Whoever touched the kiosk has begun already; a page that merely stands open has not.
    if (size !== 'kiosk' || !waitingFace || begun.current) return;
    begun.current = true;
    void begin();
  }, [size, waitingFace, begin]);
  return (
    <Stack gap="lg" onInput={onActivity}>
      <StepCount number={step?.number ?? 1} of={step?.of ?? front.flow.steps.length} size={size} />
      {problem && waitMs !== null ? (
        <ThrottledNote key={waitMs} message={problem.message} waitMs={waitMs} />
      ) : (
        <ProblemNote problem={problem} />
      )}
      {factor === 'password' ? (
        <PasswordStep
          size={size}
          busy={busy}
          userName={userName}
          notice={problem ? null : notice}
          onSubmit={(name, password) => {
            onUserName(name);
            void control.showPassword(name, password);
          }}
        />
      ) : null}
      {waitingFace && (size === 'panel' || problem) ? (
        <Button
          size={size === 'kiosk' ? 'xl' : 'md'}
          leftSection={<IconFaceId />}
          loading={busy}
          onClick={() => void control.begin()}
          data-autofocus
        >
          Look into the camera
        </Button>
      ) : null}
      {factor === 'face' && open ? (
        <FaceStep
          key={`${open.attempt.id}-${step?.number}`}
          size={size}
          endsAt={open.endsAt}
          timeLimitMs={(step as AttemptStep).timeLimitMs}
          onAttempt={control.take}
          onCancel={size === 'panel' ? () => void control.cancel() : null}
        />
      ) : null}
    </Stack>
  );
}
