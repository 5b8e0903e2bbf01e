import { Button, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../api/problem.ts';
import type { Guidance } from '../api/types.ts';
import { CameraChoice } from '../camera/camera-choice.tsx';
import { CameraFrame } from '../camera/camera-frame.tsx';
import { CameraProblemNote } from '../camera/camera-problem-note.tsx';
import { type Capture, startCapture } from '../camera/capture-session.ts';
import { guidanceWords, isCalm, isMovement, useSteady } from '../camera/guidance.ts';
import { useCamera } from '../camera/use-camera.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import type { StepProps } from './step-props.ts';

/** The camera opens by itself, guides, and hands over the attempt when the server has decided. */
export function FaceStep({ size, control }: StepProps) {
  const { take } = control;
  const camera = useCamera();
  const [guidance, setGuidance] = useState<Guidance | null>(null);
  const [progress01, setProgress01] = useState(0);
  const [lost, setLost] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  const capture = useRef<Capture | null>(null);
  const steady = useSteady(guidance);
  const { video } = camera;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new connection
  useEffect(() => {
    if (!video) return;
    setLost(null);
    const running = startCapture({
      path: '/api/attempt/frames',
      video,
      onLost: setLost,
      onMessage(message) {
        if (message.type === 'guidance') {
          setGuidance(message.guidance);
          setProgress01(message.progress01);
        }
        if (message.type !== 'attempt') return message.type === 'done';
        setProgress01(1);
        take(message.attempt);
        return true;
      },
    });
    capture.current = running;
    return running.stop;
  }, [video, round, take]);

  const words = video ? (steady ? guidanceWords(steady) : 'Look into the camera') : 'Opening the camera …';
  const large = size === 'kiosk';
  return (
    <Stack gap={large ? 'lg' : 'md'} align="stretch" ta="center">
      {camera.problem ? (
        <CameraProblemNote problem={camera.problem} onRetry={camera.retry} />
      ) : (
        <Text
          component="p"
          role="status"
          aria-live="polite"
          fw={640}
          fz={large ? 'clamp(1.6rem, 4.2vw, 2.4rem)' : '1.3rem'}
          lh={1.25}
          mih={large ? '2.5em' : '1.4em'}
          m={0}
          style={{ display: 'grid', placeItems: 'center', textWrap: 'balance' }}
        >
          {words}
        </Text>
      )}
      <div hidden={camera.problem !== null}>
        <CameraFrame
          videoRef={camera.videoRef}
          playing={video !== null}
          progress01={progress01}
          mood={progress01 >= 1 ? 'done' : isCalm(steady) ? 'calm' : 'attention'}
          size={size}
        />
      </div>
      <ProblemNote
        problem={lost}
        title="The picture does not reach the server"
        onRetry={() => setRound((was) => was + 1)}
      />
      {isMovement(steady) ? (
        <Button variant="default" size={large ? 'lg' : 'sm'} onClick={() => capture.current?.swap()}>
          I cannot do this
        </Button>
      ) : null}
      <CameraChoice camera={camera} />
    </Stack>
  );
}
