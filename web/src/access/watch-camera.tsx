import { Text } from '@mantine/core';
import { useEffect } from 'react';
import { startCapture } from '../camera/capture-session.ts';
import { useCamera } from '../camera/use-camera.ts';
import classes from './watch-camera.module.css';

/** One picture a second, and the first at once: whoever types is seen before the answer is known. */
const INTERVAL_MS = 1_000;

/** Keeps watch while something is typed at a watched access point, and says so to whoever stands there. */
export function WatchCamera() {
  const { video, videoRef, problem } = useCamera();
  useEffect(() => {
    if (!video) return;
    return startCapture({
      path: '/api/attempt/frames',
      video,
      intervalMs: INTERVAL_MS,
      onLost: () => undefined,
      // How the attempt ended is told by what was shown, or by the clock.
      onMessage: (message) => message.type === 'attempt' && message.attempt.status !== 'open',
    }).stop;
  }, [video]);
  return (
    <div className={classes.watch} hidden={problem !== null}>
      <video ref={videoRef} className={classes.picture} playsInline muted autoPlay />
      <Text c="dimmed" size="sm">
        This place is watched by a camera.
      </Text>
    </div>
  );
}
