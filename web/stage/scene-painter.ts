import { createLivingFace } from './living-face.ts';
import type { Scene } from './stage-data.ts';

const WIDTH = 640;
const HEIGHT = 480;
const FRAME_MS = 66;
const FADE_MS = 350;
const NOISE_PX = 160;

/** A live picture from a still one: a slight sway, as of somebody who stands, and the grain of a sensor. */
export function createScenePainter(canvas: HTMLCanvasElement) {
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  const noise = makeNoise();
  let shown: HTMLImageElement | null = null;
  let before: HTMLImageElement | null = null;
  let changedAt = 0;
  let chosen: Scene | null = null;
  let living: ReturnType<typeof createLivingFace> | null = null;

  const draw = (image: HTMLImageElement, now: number, opacity: number) => {
    if (!context) return;
    const zoom = 1.035 + 0.012 * Math.sin(now / 1_700);
    const cover = Math.max(WIDTH / image.naturalWidth, HEIGHT / image.naturalHeight) * zoom;
    context.save();
    context.globalAlpha = opacity;
    context.translate(WIDTH / 2 + 4 * Math.sin(now / 1_300), HEIGHT / 2 + 2.5 * Math.cos(now / 1_900));
    context.rotate(0.006 * Math.sin(now / 2_300));
    context.scale(cover, cover);
    context.drawImage(image, -image.naturalWidth / 2, -image.naturalHeight / 2);
    context.restore();
  };

  const grain = () => {
    if (!context) return;
    context.save();
    context.globalAlpha = 0.02;
    const left = -Math.floor(Math.random() * NOISE_PX);
    const top = -Math.floor(Math.random() * NOISE_PX);
    for (let x = left; x < WIDTH; x += NOISE_PX) {
      for (let y = top; y < HEIGHT; y += NOISE_PX) context.drawImage(noise, x, y);
    }
    context.restore();
  };

  const paint = () => {
    if (!context) return;
    const now = performance.now();
    context.fillStyle = '#0b0b0b';
    context.fillRect(0, 0, WIDTH, HEIGHT);
    const fade = Math.min(1, (now - changedAt) / FADE_MS);
    if (before && fade < 1) draw(before, now, 1);
    const moved = living?.picture(now) ?? shown;
    if (moved) draw(moved, now, fade);
    grain();
  };

  // A timer and not the screen's beat: the picture goes on while the tab is in the background.
  const timer = setInterval(paint, FRAME_MS);
  paint();
  return {
    show(scene: Scene) {
      chosen = scene;
      const image = new Image();
      image.onload = () => {
        if (chosen !== scene) return;
        before = shown;
        shown = image;
        living = scene.moves ? createLivingFace(scene.moves) : null;
        changedAt = performance.now();
      };
      image.src = scene.imageUrl;
    },
    stop: () => clearInterval(timer),
  };
}

export type ScenePainter = ReturnType<typeof createScenePainter>;

function makeNoise(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = NOISE_PX;
  canvas.height = NOISE_PX;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const pixels = context.createImageData(NOISE_PX, NOISE_PX);
  for (let index = 0; index < pixels.data.length; index += 4) {
    const grey = Math.random() * 255;
    pixels.data.set([grey, grey, grey, 255], index);
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}
