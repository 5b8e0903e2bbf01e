import { Button, Stack, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router';
import type { AccessPoint, Attempt } from '../api/types.ts';
import { LoadingPage } from '../shared/loading-page.tsx';
import { LogoMark } from '../shared/logo.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { AttemptFlow } from './attempt-flow.tsx';
import { KioskAlarm } from './kiosk-alarm.tsx';
import { KioskIdle } from './kiosk-idle.tsx';
import classes from './kiosk-page.module.css';
import { KioskResult } from './kiosk-result.tsx';
import { PairScreen } from './pair-screen.tsx';
import { useFront } from './use-front.ts';

/** Longer than any step before the camera, in which nobody touches the screen: the server ends that one. */
const FORGOTTEN_MS = 90_000;
/** A tablet hangs there for months: what was changed in the panel reaches it. */
const LOOK_AGAIN_MS = 60_000;

export function KioskPage() {
  const { id = '' } = useParams();
  const front = useFront(id, { refetchInterval: LOOK_AGAIN_MS });
  if (front.error && !front.data) {
    return (
      <main className={classes.page}>
        <Stack maw={560} m="auto" p="xl">
          <PageHeading>This kiosk is not ready</PageHeading>
          <ProblemNote problem={front.error} onRetry={() => void front.refetch()} />
        </Stack>
      </main>
    );
  }
  if (!front.data) return <LoadingPage />;
  if (!front.data.mayBegin) return <PairScreen front={front.data} onPaired={() => void front.refetch()} />;
  return <Kiosk front={front.data} />;
}

type Stage =
  | { name: 'idle' }
  | { name: 'locked'; lockedMs: number }
  | { name: 'flow' }
  | { name: 'over'; attempt: Attempt };

/** A lock is louder than a refusal. */
function stageAfter(attempt: Attempt): Stage {
  if (attempt.outcome === 'cancelled') return { name: 'idle' };
  if (attempt.outcome === 'locked') return { name: 'locked', lockedMs: attempt.retryAfterMs ?? 0 };
  return { name: 'over', attempt };
}

function Kiosk({ front }: { front: AccessPoint }) {
  const [stage, setStage] = useState<Stage>(() =>
    front.lockedMs === null ? { name: 'idle' } : { name: 'locked', lockedMs: front.lockedMs },
  );
  const toIdle = useCallback(() => setStage({ name: 'idle' }), []);
  const keepAwake = useForgotten(stage.name === 'flow', toIdle);

  if (stage.name === 'idle') return <KioskIdle front={front} onBegin={() => setStage({ name: 'flow' })} />;
  if (stage.name === 'locked') return <KioskAlarm front={front} lockedMs={stage.lockedMs} onOver={toIdle} />;
  if (stage.name === 'over') {
    return <KioskResult attempt={stage.attempt} onIdle={toIdle} onAgain={() => setStage({ name: 'flow' })} />;
  }
  return (
    <main className={classes.page}>
      <header className={classes.bar}>
        <Button
          className={classes.barStart}
          variant="subtle"
          color="gray"
          size="lg"
          leftSection={<IconArrowLeft />}
          onClick={toIdle}
        >
          Back
        </Button>
        <div className={classes.barName}>
          <PageHeading size="1.35rem" ta="center">
            {front.name}
          </PageHeading>
          <Text c="dimmed">{front.place}</Text>
        </div>
        <span className={classes.barEnd}>
          <LogoMark size={36} />
        </span>
      </header>
      <div className={classes.flow}>
        <AttemptFlow
          front={front}
          size="kiosk"
          userName=""
          notice={null}
          onUserName={keepAwake}
          onOver={(attempt) => setStage(stageAfter(attempt))}
          onActivity={keepAwake}
        />
      </div>
    </main>
  );
}

/** Somebody who walked away leaves a clean kiosk behind. */
function useForgotten(active: boolean, onForgotten: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const restart = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(onForgotten, FORGOTTEN_MS);
  }, [onForgotten]);
  useEffect(() => {
    if (active) restart();
    return () => clearTimeout(timer.current);
  }, [active, restart]);
  return restart;
}
