import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';

const CHROMIUM = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = CHROMIUM.find((path) => path && existsSync(path));

/** True where the browser tests can run; says so where not. With CI=true they must. */
export const hasChromium = executablePath !== undefined || process.env.CI === 'true';
if (!hasChromium) console.warn('No Chromium found (set CHROMIUM_PATH): the browser tests are skipped.');

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];

export interface Browser {
  page: Page;
  context: BrowserContext;
  close(): Promise<void>;
}

/** A real Chromium whose camera shows this picture; without one it has no camera at all. */
export async function openBrowser(camera: Uint8Array | null): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-camera-'));
  const file = join(folder, 'camera.y4m');
  if (camera) writeFileSync(file, await toY4m(camera));
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    headless: true,
    args: [...FLAGS, ...(camera ? [`--use-file-for-fake-video-capture=${file}`] : [])],
  });
  const context = await browser.newContext({ permissions: ['camera'], locale: 'en-GB' });
  return {
    ...{ context, page: await context.newPage() },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The browser goes on, at this address, with the cookies of a client of the API: signed in as that one is. */
export async function signInAs({ context }: Browser, client: ApiClient, url: string): Promise<void> {
  for (const pair of client.cookieHeader().split('; ')) {
    const [name, value] = pair.split('=', 2) as [string, string];
    await context.addCookies([{ name, value, url }]);
  }
}

/** Waits until the page says so; where it never does, the error tells what it said instead. */
export async function reads(
  { page }: { page: Page },
  text: string | RegExp,
  timeout = 40_000,
): Promise<void> {
  try {
    await page.getByText(text).first().waitFor({ timeout });
  } catch (error) {
    const said = await page.locator('body').innerText();
    throw new Error(`The page never said ${text}. It said:\n${said}`, { cause: error });
  }
}

/** What axe finds on the page as it stands, light and dark; `name` says which page it was. */
export async function violations(page: Page, name = ''): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(page, colorScheme);
    // There are no frames in these pages; without them axe needs no second page to sum up in.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    // Nothing but the colours changes with the scheme.
    const result = await (colorScheme === 'light' ? axe : axe.withRules('color-contrast')).analyze();
    found.push(
      ...result.violations.map(({ id, nodes }) => `${colorScheme} ${name}: ${id} at ${nodes[0]?.target}`),
    );
  }
  return found;
}

/**
 * Until the page is in this scheme, nothing moves on it any more and nothing came or went for a while (at most 2 s):
 * what comes late is looked at, and nothing is looked at half-way.
 */
async function settled(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
  await page.evaluate(STILL);
}

/** Runs in the page. */
const STILL = `(async () => {
  const end = Date.now() + 2000;
  let changedAt = Date.now();
  const observer = new MutationObserver(() => (changedAt = Date.now()));
  observer.observe(document, { subtree: true, childList: true });
  // What goes on for long, such as the bar of the time that is left, is not waited for.
  const leftMs = ({ effect, currentTime }) => effect.getComputedTiming().endTime - currentTime;
  const moves = () =>
    document.getAnimations().some((one) => one.playState === 'running' && leftMs(one) < 2000);
  while ((Date.now() - changedAt < 300 || moves()) && Date.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 50));
  observer.disconnect();
})()`;

const [WIDTH, HEIGHT, FRAMES] = [640, 480, 15];

/** A second of uncompressed 4:2:0 video (BT.601, limited range) of one picture, with a little sensor noise. */
async function toY4m(image: Uint8Array): Promise<Buffer> {
  const rgb = await sharp(image).resize(WIDTH, HEIGHT, { fit: 'cover' }).removeAlpha().raw().toBuffer();
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F15:1 Ip A1:1 C420jpeg\n`)];
  for (let frame = 0; frame < FRAMES; frame++) parts.push(Buffer.from('FRAME\n'), toI420(rgb, frame));
  return Buffer.concat(parts);
}

function toI420(rgb: Buffer, seed: number): Buffer {
  const [luma, chroma] = [WIDTH * HEIGHT, (WIDTH / 2) * (HEIGHT / 2)];
  const out = Buffer.alloc(luma + 2 * chroma);
  let noise = seed + 1;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const i = (y * WIDTH + x) * 3;
      const [r, g, b] = [rgb[i]!, rgb[i + 1]!, rgb[i + 2]!];
      noise = (noise * 1664525 + 1013904223) >>> 0;
      const value = 16 + 0.257 * r + 0.504 * g + 0.098 * b + (noise >>> 30) - 1.5;
      out[y * WIDTH + x] = Math.min(235, Math.max(16, Math.round(value)));
      if (x % 2 === 0 && y % 2 === 0) {
        const j = luma + (y / 2) * (WIDTH / 2) + x / 2;
        out[j] = Math.round(128 - 0.148 * r - 0.291 * g + 0.439 * b);
        out[j + chroma] = Math.round(128 + 0.439 * r - 0.368 * g - 0.071 * b);
      }
    }
  }
  return out;
}
