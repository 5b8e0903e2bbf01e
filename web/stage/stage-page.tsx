import { Alert, Anchor, Center, Loader } from '@mantine/core';
import { IconExternalLink, IconPlugConnectedX } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ColorSchemeToggle } from '../src/shared/color-scheme-toggle.tsx';
import { Logo } from '../src/shared/logo.tsx';
import { Device } from './device.tsx';
import { Mailbox } from './mailbox.tsx';
import { SceneChoice } from './scene-choice.tsx';
import { createScenePainter, type ScenePainter } from './scene-painter.ts';
import { type LogLine, type Scene, type Scenes, useScenes, useStageLog } from './stage-data.ts';
import { StageLog } from './stage-log.tsx';
import classes from './stage-page.module.css';
import { Tour, type TourStep } from './tour.tsx';

export function StagePage() {
  const scenes = useScenes();
  if (scenes.error) {
    return (
      <Center mih="100dvh" p="md">
        <Alert color="red" icon={<IconPlugConnectedX />} title="The demo does not answer" role="alert">
          Look into the terminal where “npm run demo” was started; then load this page again.
        </Alert>
      </Center>
    );
  }
  if (!scenes.data) {
    return (
      <Center mih="100dvh" role="status" aria-label="Loading">
        <Loader type="dots" aria-hidden="true" />
      </Center>
    );
  }
  return <Stage data={scenes.data} />;
}

function Stage({ data }: { data: Scenes }) {
  const [sceneId, setSceneId] = useState(data.scenes[0]?.id ?? '');
  const [done, setDone] = useState<ReadonlySet<TourStep>>(new Set());
  const finish = useCallback((step: TourStep) => setDone((was) => new Set(was).add(step)), []);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scene = data.scenes.find((each) => each.id === sceneId);
  useScene(canvas, scene);

  const follow = (line: LogLine) => {
    if (line.tone === 'grant') finish('pass');
    if (sceneId !== 'known-person' && (line.tone === 'alert' || line.tone === 'refusal')) finish('refuse');
  };
  const lines = useStageLog(follow);

  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <div className={classes.brand}>
          <Logo size={32} />
          <span className={classes.tag}>Demo</span>
        </div>
        <div className={classes.links}>
          <Anchor href={data.panelUrl} target="_blank" rel="noreferrer" className={classes.panelLink ?? ''}>
            Open the panel
            <IconExternalLink size={16} aria-label="(opens in a new tab)" />
          </Anchor>
          <ColorSchemeToggle />
        </div>
      </header>
      <main className={classes.main} aria-label="The stage">
        <div className={classes.intro}>
          <h1>Who may pass?</h1>
          <p>Choose who stands before the camera, type the password, and watch the real system decide.</p>
        </div>
        <Tour done={done} />
        <div className={classes.grid}>
          <SceneChoice scenes={data.scenes} chosen={sceneId} onChoose={setSceneId} canvas={canvas} />
          <Device data={data} canvas={canvas} />
          <div className={classes.side}>
            <Mailbox onOpened={() => finish('mail')} />
            <StageLog lines={lines} />
          </div>
        </div>
      </main>
    </div>
  );
}

/** Keeps the chosen scene before the camera. */
function useScene(canvas: React.RefObject<HTMLCanvasElement | null>, scene: Scene | undefined): void {
  const painter = useRef<ScenePainter>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const made = createScenePainter(canvas.current);
    painter.current = made;
    return () => {
      made.stop();
      painter.current = null;
    };
  }, [canvas]);
  useEffect(() => {
    if (scene) painter.current?.show(scene);
  }, [scene]);
}
