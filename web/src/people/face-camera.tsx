import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { client } from '../api/client.ts';
import { confirmIdentity } from '../api/confirm-identity.ts';
import type { Problem } from '../api/problem.ts';
import type { Guidance, PersonRef } from '../api/types.ts';
import { CameraChoice } from '../camera/camera-choice.tsx';
import { CameraFrame } from '../camera/camera-frame.tsx';
import { CameraProblemNote } from '../camera/camera-problem-note.tsx';
import { startCapture } from '../camera/capture-session.ts';
import { guidanceWords, isCalm, useSteady } from '../camera/guidance.ts';
import { useCamera } from '../camera/use-camera.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { LookAlikeNote } from './look-alike-note.tsx';
import { SampleDots } from './sample-dots.tsx';

export interface EnrolmentWayProps {
  personId: string;
  taken: number;
  wanted: number;
  onChanged: () => Promise<void>;
}

/** Asks before it opens the camera; once all samples are there it closes it. */
export function FaceCamera(props: EnrolmentWayProps) {
  const [started, setStarted] = useState(false);
  if (props.taken >= props.wanted) return <AllTaken {...props} />;
  if (started) return <RunningCamera {...props} />;
  const start = async () => {
    await confirmWhenNeeded();
    setStarted(true);
  };
  return (
    <Stack align="center" gap="md">
      <Text c="dimmed" ta="center" size="sm">
        Sit in the light that is usual here, and look into the camera. It takes {props.wanted} pictures by
        itself and says what to do in between.
      </Text>
      <SampleDots taken={props.taken} wanted={props.wanted} />
      <Button size="md" onClick={() => void start()}>
        Open the camera
      </Button>
    </Stack>
  );
}

/** A connection cannot be sent again as a request can: who it is must be sure before it opens. */
async function confirmWhenNeeded(): Promise<void> {
  const { data } = await client.GET('/api/session');
  if (data && !data.fresh) await confirmIdentity();
}

function AllTaken({ taken, wanted }: EnrolmentWayProps) {
  return (
    <Stack gap="md">
      <Alert color="green" icon={<IconCircleCheck />} title="The face is enrolled" role="status">
        All {wanted} samples are taken. To take better ones, remove one first.
      </Alert>
      <SampleDots taken={taken} wanted={wanted} />
    </Stack>
  );
}

function RunningCamera({ personId, taken, wanted, onChanged }: EnrolmentWayProps) {
  const camera = useCamera();
  const [guidance, setGuidance] = useState<Guidance | null>(null);
  const [progress01, setProgress01] = useState(0);
  const [count, setCount] = useState(taken);
  const [resembles, setResembles] = useState<PersonRef[]>([]);
  const [lost, setLost] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  const changed = useRef(onChanged);
  changed.current = onChanged;
  const steady = useSteady(guidance);
  const { video } = camera;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new connection
  useEffect(() => {
    if (!video) return;
    setLost(null);
    const { stop } = startCapture({
      path: `/api/people/${encodeURIComponent(personId)}/face-samples/capture`,
      video,
      onLost: setLost,
      onMessage(message) {
        if (message.type === 'guidance') {
          setGuidance(message.guidance);
          setProgress01(message.progress01);
        }
        if (message.type === 'sample') {
          setCount(message.samples);
          void changed.current();
          if (message.resembles.length > 0) setResembles(message.resembles);
        }
        return message.type === 'done';
      },
    });
    return () => {
      stop();
      void changed.current();
    };
  }, [video, round, personId]);

  return (
    <Stack gap="md" ta="center">
      {camera.problem ? (
        <CameraProblemNote problem={camera.problem} onRetry={camera.retry} />
      ) : (
        <Text component="p" role="status" aria-live="polite" fw={640} fz="1.3rem" lh={1.25} m={0} mih="1.4em">
          {video ? (steady ? guidanceWords(steady) : 'Look into the camera') : 'Opening the camera …'}
        </Text>
      )}
      <div hidden={camera.problem !== null}>
        <CameraFrame
          videoRef={camera.videoRef}
          playing={video !== null}
          progress01={Math.max(progress01, count / wanted)}
          mood={count >= wanted ? 'done' : isCalm(steady) ? 'calm' : 'attention'}
          size="panel"
        />
      </div>
      <SampleDots taken={count} wanted={wanted} />
      <LookAlikeNote resembles={resembles} />
      <ProblemNote
        problem={lost}
        title="The picture does not reach the server"
        onRetry={() => setRound((was) => was + 1)}
      />
      <CameraChoice camera={camera} />
    </Stack>
  );
}
