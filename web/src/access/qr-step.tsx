import { Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../api/problem.ts';
import type { Attempt, Guidance } from '../api/types.ts';
import { CameraChoice } from '../camera/camera-choice.tsx';
import { CameraFrame } from '../camera/camera-frame.tsx';
import { CameraProblemNote } from '../camera/camera-problem-note.tsx';
import { startCapture } from '../camera/capture-session.ts';
import { guidanceWords, useSteady } from '../camera/guidance.ts';
import { useCamera } from '../camera/use-camera.ts';
import { ProblemNote } from '../shared/problem-note.tsx';

interface QrStepProps {
  size: 'panel' | 'kiosk';
  control: { take: (attempt: Attempt) => void };
  onActivity?: (() => void) | undefined;
}

/** The camera reads the code; a wrong one is said, and it goes on while tries are left. */
export function QrStep({ size, control, onActivity }: QrStepProps) {
  const camera = useCamera();
  const [guidance, setGuidance] = useState<Guidance | null>(null);
  const [lost, setLost] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  const steady = useSteady(guidance);
  const { video } = camera;
  const { take } = control;
  const active = useRef(onActivity);
  active.current = onActivity;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new connection
  useEffect(() => {
    if (!video) return;
    setLost(null);
    let step: number | null = null;
    return startCapture({
      path: '/api/attempt/frames',
      video,
      onLost: setLost,
      onMessage(message) {
        if (message.type === 'guidance') setGuidance(message.guidance);
        if (message.type !== 'attempt') return message.type === 'done';
        active.current?.();
        const { attempt } = message;
        const sameStep = attempt.step !== null && attempt.step.number === (step ?? attempt.step.number);
        step = attempt.step?.number ?? null;
        take(attempt);
        return !(sameStep && attempt.step?.failed);
      },
    }).stop;
  }, [video, round, take]);

  const words = video ? guidanceWords(steady ?? 'show_code') : 'Opening the camera …';
  return (
    <Stack gap={size === 'kiosk' ? 'lg' : 'md'} align="stretch" ta="center">
      {camera.problem ? (
        <CameraProblemNote problem={camera.problem} onRetry={camera.retry} />
      ) : (
        <Text
          component="p"
          role="status"
          fw={640}
          fz={size === 'kiosk' ? 'clamp(1.6rem, 4.2vw, 2.4rem)' : '1.3rem'}
          m={0}
        >
          {words}
        </Text>
      )}
      <div hidden={camera.problem !== null}>
        <CameraFrame
          videoRef={camera.videoRef}
          playing={video !== null}
          progress01={0}
          mood="calm"
          size={size}
          label="Code reader"
        />
      </div>
      <Text c="dimmed" size={size === 'kiosk' ? 'lg' : 'sm'}>
        A hand’s breadth away, the whole code in the picture. On a phone, make the screen bright. Your newest
        code is the one that counts.
      </Text>
      <ProblemNote
        problem={lost}
        title="The picture does not reach the server"
        onRetry={() => setRound((was) => was + 1)}
      />
      <CameraChoice camera={camera} />
    </Stack>
  );
}
