import type { BrowserContext } from 'playwright-core';
import { shoot } from '../../bench/liveness/camera.ts';
import type { Canvas } from '../../bench/liveness/draw-triangles.ts';
import type { Actor } from '../../bench/liveness/perform.ts';
import type { LiveAction } from '../../src/vision/liveness/challenge.ts';

/** What the page says, and what somebody who reads it understands. */
const WORDS: ReadonlyArray<readonly [string, LiveAction]> = [
  ['Turn your head to your left', 'turn_left'],
  ['Turn your head to your right', 'turn_right'],
  ['Nod', 'nod'],
  ['Close your eyes for a moment', 'blink'],
  ['Open your mouth', 'open_mouth'],
];
const FURTHER = 'A little further';

/** Replaces the page's camera by a canvas that shows what `sallyportCamera` answers to the words on the page. */
const CAMERA_OF_THE_PAGE = `
  const canvas = Object.assign(document.createElement('canvas'), { width: 480, height: 360 });
  const context = canvas.getContext('2d');
  const words = () => [...document.querySelectorAll('[role=status]')].map((part) => part.textContent).join(' | ');
  const paint = async () => {
    const bytes = Uint8Array.from(atob(await window.sallyportCamera(words())), (letter) => letter.charCodeAt(0));
    context.drawImage(await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' })), 0, 0);
  };
  let running = null;
  const run = async () => { for (;;) await paint(); };
  Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {
    value: async () => {
      await (running ? null : paint());
      running ??= run();
      return canvas.captureStream(15);
    },
  });`;

/** Somebody before the camera who reads the page and answers it, or somebody who holds up a picture. */
export interface ActingCamera {
  /** Every request that was understood, in order. */
  asked: LiveAction[];
}

/** @param againMs after which the actor takes an unanswered request for a new one; never if not said. */
export async function installActingCamera(
  context: BrowserContext,
  actor: Actor,
  againMs = Number.POSITIVE_INFINITY,
): Promise<ActingCamera> {
  const asked: LiveAction[] = [];
  const beganAtMs = performance.now();
  let [current, request, requestedAtMs] = [null as LiveAction | null, 0, 0];
  let last: Canvas | null = null;
  await context.exposeFunction('sallyportCamera', async (words: string): Promise<string> => {
    const nowMs = performance.now() - beganAtMs;
    const read = words.includes(FURTHER)
      ? current
      : (WORDS.find(([text]) => words.includes(text))?.[1] ?? null);
    if (read && read !== current) asked.push(read);
    if (read !== current || nowMs - requestedAtMs >= againMs) [request, requestedAtMs] = [request + 1, nowMs];
    current = read;
    last = actor.show({ nowMs, asked: current, request, sinceMs: nowMs - requestedAtMs }) ?? last;
    return Buffer.from(await shoot(last!, actor.camera)).toString('base64');
  });
  await context.addInitScript(CAMERA_OF_THE_PAGE);
  return { asked };
}
