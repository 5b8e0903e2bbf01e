import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FaceEngine, type FaceEngineOptions, openFaceEngine } from './engine.ts';
import { templateDistance } from './template.ts';
import { goodPortrait, modelsForTests, samplePhoto } from './test-material.ts';

describe('the engine with its real worker, started from the sources', () => {
  let engine: FaceEngine;

  beforeAll(async () => {
    engine = await openFaceEngine({ modelsDir: await modelsForTests(), queueLimit: 2 });
  });
  afterAll(() => engine.close());

  test('a picture is analysed in the other thread and the template comes back whole (A3)', async () => {
    const picture = await goodPortrait();
    const [once, twice] = [await engine.analyse(picture), await engine.analyse(picture)];
    if (!once.ok || !twice.ok) throw new Error('refused');
    expect(once.value.faces).toHaveLength(1);
    expect(once.value.faces[0]!.template).toBeInstanceOf(Float32Array);
    const [a, b] = [once.value.faces[0]!.template, twice.value.faces[0]!.template];
    expect(templateDistance(a, b)).toBeCloseTo(0, 5);
  });

  test('the caller keeps its bytes', async () => {
    const picture = await goodPortrait();
    const before = Buffer.from(picture);
    await engine.analyse(picture);
    expect(picture.equals(before)).toBe(true);
  });

  test('a picture that is none is refused, a photograph is sanitised', async () => {
    expect(await engine.analyse(new Uint8Array())).toEqual({ ok: false, refusal: 'empty' });
    const photo = await engine.sanitise(readFileSync(samplePhoto(3)), { maxEdgePx: 320 });
    if (!photo.ok) throw new Error(photo.refusal);
    expect((await sharp(photo.value).metadata()).width).toBe(320);
  });

  test('ten faces never delay anything else: the main thread stays free meanwhile (B9)', async () => {
    const work = engine.analyse(readFileSync(samplePhoto(5)));
    let longestGapMs = 0;
    let lastMs = performance.now();
    const timer = setInterval(() => {
      longestGapMs = Math.max(longestGapMs, performance.now() - lastMs);
      lastMs = performance.now();
    }, 5);
    const result = await work;
    clearInterval(timer);
    if (!result.ok) throw new Error(result.refusal);
    expect(longestGapMs).toBeLessThan(result.value.elapsedMs / 2);
  });

  test('what does not fit into the queue is refused at once, and everything else is answered', async () => {
    const photo = readFileSync(samplePhoto(3));
    const before = engine.stats();
    const results = await Promise.all(
      Array.from({ length: 6 }, () => engine.analyse(photo, { variant: 'lite' })),
    );
    const busy = results.filter((result) => !result.ok && result.refusal === 'busy');
    expect(busy).toHaveLength(3);
    expect(results.filter((result) => result.ok)).toHaveLength(3);
    expect(engine.stats()).toEqual({
      queued: 0,
      busy: 0,
      refused: before.refused + 3,
      analysed: before.analysed + 3,
    });
  });
});

test('without models the engine does not open', async () => {
  await expect(openFaceEngine({ modelsDir: '/nonexistent' })).rejects.toThrow();
});

describe('the pool, with a worker that does as it is told', () => {
  const workerUrl = new URL('./test-workers/obedient-worker.mjs', import.meta.url);
  let modelsDir: string;
  let engine: FaceEngine;

  async function open(options: Partial<FaceEngineOptions> = {}): Promise<void> {
    engine = await openFaceEngine({ modelsDir, workerUrl, ...options });
  }
  const tell = (command: string) => engine.analyse(Buffer.from(command));
  const answered = (command: string) => ({ ok: true, value: command });

  beforeEach(async () => {
    modelsDir = await mkdtemp(join(tmpdir(), 'pool-'));
  });
  afterEach(async () => {
    await engine.close();
    await rm(modelsDir, { recursive: true, force: true });
  });

  test('one works, so many wait, the next is refused as busy', async () => {
    await open({ queueLimit: 2 });
    const accepted = [tell('wait 150'), tell('answer'), tell('answer')];
    expect(engine.stats()).toMatchObject({ busy: 1, queued: 2 });
    expect(await tell('answer')).toEqual({ ok: false, refusal: 'busy' });
    expect(engine.stats().refused).toBe(1);
    expect(await Promise.all(accepted)).toEqual([answered('wait'), answered('answer'), answered('answer')]);
    expect(await tell('answer')).toEqual(answered('answer'));
  });

  test('two workers work at the same time', async () => {
    await open({ workers: 2 });
    const first = tell('wait 300');
    const winner = await Promise.race([first, tell('answer')]);
    expect(winner).toEqual(answered('answer'));
    await first;
  });

  test('a task that fails is rejected and costs no worker', async () => {
    await open();
    await expect(tell('fail')).rejects.toThrow('failed as asked');
    expect(await tell('answer')).toEqual(answered('answer'));
  });

  test('a worker that crashes is replaced, its task tried once more, and those waiting are answered', async () => {
    await open();
    const results = await Promise.all([tell('crash-once'), tell('answer'), tell('answer')]);
    expect(results).toEqual([answered('crash-once'), answered('answer'), answered('answer')]);
  });

  test.each(['crash', 'exit'])(
    'a picture that ends two workers (%s) is rejected, the next one answered',
    async (how) => {
      await open();
      const fatal = tell(how);
      const next = tell('answer');
      await expect(fatal).rejects.toThrow('twice');
      expect(await next).toEqual(answered('answer'));
    },
  );

  test('a task that never ends is given up', async () => {
    await open({ taskTimeoutMs: 100 });
    await expect(tell('hang')).rejects.toThrow('twice');
    expect(await tell('answer')).toEqual(answered('answer'));
  });

  test('when no worker can start, nobody waits for ever; once one can, the engine works again', async () => {
    await open();
    await writeFile(join(modelsDir, 'no-start'), '');
    const results = await Promise.allSettled([tell('crash'), tell('answer')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(tell('answer')).rejects.toThrow('cannot be restarted');
    await rm(join(modelsDir, 'no-start'));
    expect(await tell('answer')).toEqual(answered('answer'));
  });

  test('closing lets what is under way end, so that no thread is ended in native work, and rejects what waits', async () => {
    await open();
    const results = Promise.allSettled([tell('wait 300'), tell('answer')]);
    await engine.close();
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect(tell('answer')).rejects.toThrow('closed');
  });
});
