import { useEffect, useRef, useState } from 'react';
import type { Guidance } from '../api/types.ts';

const WORDS: Record<Guidance, string> = {
  no_face: 'Step in front of the camera',
  several_faces: 'One person at a time, please',
  closer: 'Come a little closer',
  too_dark: 'It is too dark to see you — find more light',
  too_bright: 'Too much light behind or on you — turn away from it',
  hold_still: 'Hold still',
  look_straight: 'Look straight into the camera',
  straighten: 'Hold your head upright',
  whole_face: 'Show your whole face',
  checking: 'Checking …',
  turn_a_little: 'Now turn your head a little',
  good: 'Good — stay like this',
  show_code: 'Hold your QR code to the camera',
  watching: 'The camera is on',
  turn_left: 'Turn your head to your left',
  turn_right: 'Turn your head to your right',
  turn_further: 'A little further, please',
  nod: 'Nod',
  blink: 'Close your eyes for a moment',
  open_mouth: 'Open your mouth',
};

const MOVEMENTS: readonly Guidance[] = [
  'turn_left',
  'turn_right',
  'turn_further',
  'nod',
  'blink',
  'open_mouth',
];

/** Whether something is to be done before the camera, to show that it is a living face. */
export const isMovement = (guidance: Guidance | null): boolean =>
  guidance !== null && MOVEMENTS.includes(guidance);

export const guidanceWords = (guidance: Guidance): string => WORDS[guidance];

/** True when all is well and the person need only wait. */
export const isCalm = (guidance: Guidance | null): boolean =>
  guidance === null ||
  isMovement(guidance) ||
  ['good', 'checking', 'hold_still', 'turn_a_little'].includes(guidance);

const SHORTEST_MS = 700;

/** Eight hints a second can be sent; nobody can read that. Each one stays long enough to be read. */
export function useSteady<T>(value: T): T {
  const [shown, setShown] = useState(value);
  const shownAt = useRef(0);
  useEffect(() => {
    if (value === shown) return;
    const wait = Math.max(0, SHORTEST_MS - (performance.now() - shownAt.current));
    const timer = setTimeout(() => {
      shownAt.current = performance.now();
      setShown(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, shown]);
  return shown;
}
