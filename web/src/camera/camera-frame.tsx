import { Loader } from '@mantine/core';
import type { RefObject } from 'react';
import classes from './camera-frame.module.css';

interface CameraFrameProps {
  videoRef: RefObject<HTMLVideoElement | null>;
  playing: boolean;
  /** How far the check has come. */
  progress01: number;
  mood: 'calm' | 'attention' | 'done';
  size: 'panel' | 'kiosk';
  /** What it checks, for whoever listens to the page. */
  label?: string;
}

const W = 300;
const H = 330;
const INSET = 5;
const R = W / 2 - INSET;
const FOOT = 34;

/** From the middle of the threshold up over the arch and back, so that progress grows like a gate that lights up. */
const ARCH = [
  `M${W / 2} ${H - INSET}`,
  `H${INSET + FOOT}`,
  `a${FOOT} ${FOOT} 0 0 1 ${-FOOT} ${-FOOT}`,
  `V${INSET + R}`,
  `a${R} ${R} 0 0 1 ${2 * R} 0`,
  `V${H - INSET - FOOT}`,
  `a${FOOT} ${FOOT} 0 0 1 ${-FOOT} ${FOOT}`,
  'Z',
].join('');

/** The mirrored live picture in the shape of the gate. */
export function CameraFrame({
  videoRef,
  playing,
  progress01,
  mood,
  size,
  label = 'Face check',
}: CameraFrameProps) {
  const progress = Math.round(Math.min(1, Math.max(0, progress01)) * 100);
  return (
    <div className={classes.frame} data-mood={mood} data-size={size}>
      <div className={classes.opening}>
        <video ref={videoRef} className={classes.video} data-playing={playing} playsInline muted autoPlay />
        {playing ? null : (
          <div className={classes.waiting}>
            <Loader color="gray.4" type="dots" aria-hidden="true" />
          </div>
        )}
      </div>
      <svg
        className={classes.ring}
        viewBox={`0 0 ${W} ${H}`}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={progress}
      >
        <path d={ARCH} className={classes.track} />
        <path d={ARCH} className={classes.bar} pathLength={100} strokeDasharray={`${progress} 100`} />
      </svg>
    </div>
  );
}
