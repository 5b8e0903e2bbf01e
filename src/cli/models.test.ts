import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openOrCreateKey } from '../config/index.ts';
import { createLedger } from '../evidence/index.ts';
import { systemClock } from '../kernel/index.ts';
import { createEnrolment, createPasswordHasher, createPeople } from '../people/index.ts';
import { openStore } from '../storage/index.ts';
import { openFaceEngine, TEMPLATE_VARIANT } from '../vision/index.ts';
import { createEnrolmentEyes } from '../wiring/face-eyes.ts';
import { createFaceSource } from '../wiring/factor-sources.ts';
import { BUILT } from '../wiring/paths.ts';
import { addIdentify } from './identify.ts';
import { addModels } from './models.ts';
import { readyModels } from './ready-models.ts';
import { addVerify } from './verify.ts';

const SHARED = fileURLToPath(new URL('../../../shared', import.meta.url));
const MODEL = join(SHARED, 'models/mobilefacenet.onnx');
const FACES = join(SHARED, 'faces/orl');
const isHere = existsSync(MODEL) && existsSync(FACES);

const IMAGENET = { scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
const DESCRIPTOR = {
  name: 'mobilefacenet',
  title: 'MobileFaceNet',
  source: { address: 'a file for tests', archiveMember: null },
  sha256: null,
  licence: { name: 'none stated', terms: 'For testing only.' },
  input: { sizePx: 112, channels: 'RGB', normalisation: IMAGENET },
  alignment: [
    [38.2946, 51.6963],
    [73.5318, 51.5014],
    [56.0252, 71.7366],
    [41.5493, 92.3655],
    [70.7299, 92.2041],
  ],
  dimension: 128,
  metric: 'cosine',
  calibration: null,
};

const folder = mkdtempSync(join(tmpdir(), 'sallyport-models-cli-'));
const dataDir = join(folder, 'data');
const photo = (person: string, number: number) => join(FACES, person, `${`${number}`.padStart(2, '0')}.png`);
const openData = () =>
  openStore({
    file: join(dataDir, 'sallyport.db'),
    masterKey: openOrCreateKey({
      keyFile: `${dataDir}.key`,
      dataExists: existsSync(join(dataDir, 'sallyport.db')),
    }),
  });

/** Runs a command in this process; answers what it printed. */
async function run(...argv: string[]): Promise<string> {
  const program = new Command().exitOverride();
  for (const add of [addModels, addIdentify, addVerify]) add(program);
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)));
  try {
    await program.parseAsync(['node', 'sallyport', ...argv, '--data-dir', dataDir]);
  } finally {
    log.mockRestore();
    process.exitCode = 0;
  }
  return printed.join('\n');
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('models on the command line', () => {
  it('lists what is built in and what can be added, with licences, without any data', async () => {
    const text = await run('models', 'list');
    expect(text).toMatch(/built-in\s+in use/);
    expect(text).toMatch(/sface\s+can be added\s+Apache-2\.0/);
    expect(text).toMatch(/buffalo-l\s+can be added\s+non-commercial/);
  });

  it('fetches nothing unless asked, and not before the licence was accepted', async () => {
    const asked = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'));
    await expect(run('models', 'add', 'sface', '--download')).rejects.toThrow(/--accept-licence/);
    await expect(run('models', 'add', 'sface', '--accept-licence')).rejects.toThrow(/--download/);
    expect(asked).not.toHaveBeenCalled();
    const fetching = run('models', 'add', 'sface', '--download', '--accept-licence');
    await expect(fetching).rejects.toThrow(
      /could not be fetched from https:.*fetch failed.*Nothing was changed/,
    );
    asked.mockImplementation(async () => new Response('not the model'));
    const wrong = run('models', 'add', 'sface', '--download', '--accept-licence');
    await expect(wrong).rejects.toThrow(/SHA-256 \w{64}, expected 0ba9fbfa/);
    asked.mockImplementation(async () => new Response('gone', { status: 404 }));
    await expect(run('models', 'add', 'sface', '--download', '--accept-licence')).rejects.toThrow(
      /answered 404/,
    );
    asked.mockRestore();
    expect(existsSync(join(dataDir, 'models', 'sface.json'))).toBe(false);
  });

  it('adds no file that is none of the known ones, nor one under a name that is not its own', async () => {
    const file = join(folder, 'some.onnx');
    writeFileSync(file, 'some bytes');
    await expect(run('models', 'add', file, '--accept-licence')).rejects.toThrow(
      /none of the models known here/,
    );
    const as = run('models', 'add', file, '--as', 'buffalo-l', '--accept-licence');
    await expect(as).rejects.toThrow(/another one, damaged or cut short/);
    await expect(run('models', 'add', 'nosuch')).rejects.toThrow(/no file and no known model/);
    await expect(run('models', 'use', 'sface')).rejects.toThrow(/cannot be used/);
  });
});

describe.skipIf(!isHere)('a stronger model', () => {
  const people = ['s1', 's2', 's3'];

  beforeAll(async () => {
    await readyModels();
    mkdirSync(dataDir, { recursive: true });
    const store = await openData();
    const engine = await openFaceEngine({ modelsDir: BUILT.models });
    const clock = systemClock;
    const ledger = createLedger({
      ...{ store, clock, chainKey: store.chainKey },
      reactors: [],
      publish: () => {},
    });
    const nobody = { id: null, ipAddress: null };
    const eyes = createEnrolmentEyes(engine);
    // These photographs are small and soft; what is asked of enrolment photographs is not what is tested here.
    const look: typeof eyes.look = async (image) => {
      const sight = await eyes.look(image);
      return sight.ok
        ? { ...sight, value: { faces: sight.value.faces.map((face) => ({ ...face, faults: [] })) } }
        : sight;
    };
    const enrolment = createEnrolment(ledger, clock, { ...eyes, look }, createFaceSource(store));
    const people_ = createPeople({ ledger, store, clock, hasher: createPasswordHasher() });
    for (const name of people) {
      const { id } = await people_.add(
        { userName: name, displayName: name.toUpperCase(), email: null, roles: ['member'] },
        nobody,
      );
      for (const number of [1, 2, 3]) {
        const taken = await enrolment.addSample(id, readFileSync(photo(name, number)), nobody);
        expect(taken.ok).toBe(true);
      }
    }
    await engine.close();
    await store.close();
    for (const person of readdirSync(FACES)) {
      for (const number of [1, 2, 3, 4, 5])
        cpSync(photo(person, number), join(folder, 'photos', person, `${number}.png`));
    }
    cpSync(photo('s1', 1), join(folder, 'photos', 's1', 'again.png'));
    writeFileSync(join(folder, 'photos', 's1', 'broken.png'), 'no picture');
    writeFileSync(join(folder, 'descriptor.json'), JSON.stringify(DESCRIPTOR));
  });

  const variants = async () => {
    const store = await openData();
    const samples = await Promise.all(
      (await store.people.list()).map(({ id }) => store.faceSamples.listOf(id)),
    );
    await store.close();
    return [...new Set(samples.flat().map(({ variant }) => variant.split('/')[0]))];
  };
  const whoIs = async (person: string, number: number) => {
    const { faces } = JSON.parse(await run('identify', photo(person, number), '--json')) as {
      faces: { person: string | null; outcome: string }[];
    };
    return faces[0]?.person ?? faces[0]?.outcome;
  };

  const identifyAll = async (number: number) => {
    const found: (string | undefined)[] = [];
    for (const person of people) found.push(await whoIs(person, number));
    return found;
  };

  it('is added with its descriptor, is not used before it is calibrated, then calibrated with counts', async () => {
    const add = ['models', 'add', MODEL, '--descriptor', join(folder, 'descriptor.json')];
    expect(await run(...add, '--accept-licence')).toMatch(/licence\s+none stated[\s\S]*not calibrated/);
    await expect(run('models', 'use', 'mobilefacenet')).rejects.toThrow(/is not calibrated/);
    const text = await run('models', 'add', 'mobilefacenet', '--calibrate', join(folder, 'photos'));
    expect(text).toContain('Not counted twice: s1/again.png');
    expect(text).toMatch(/Not readable: .*broken\.png/);
    expect(text).toMatch(/faces found 200\/200 of 40 people, 400 genuine and 19500 impostor pairs/);
    expect(text).toMatch(/1:100 +distance 0\.\d+\n +1:1000 +distance/);
  });

  it('recognises who was enrolled with the other model, after everybody was embedded anew, and back', async () => {
    expect(await variants()).toEqual([TEMPLATE_VARIANT.split('/')[0]]);
    const before = await identifyAll(4);
    expect(await run('models', 'use', 'mobilefacenet')).toMatch(
      /in use: 9 templates of 3 people \(9 made now\)/,
    );
    expect(await variants()).toEqual(['mobilefacenet']);
    expect(await run('models', 'list')).toMatch(/mobilefacenet\s+in use/);
    for (const person of people) expect(await whoIs(person, 4)).toBe(person.toUpperCase());
    expect(await whoIs('s9', 6)).toBe('unknown');

    expect(await run('models', 'use', 'built-in')).toMatch(/in use: 9 templates/);
    expect(await variants()).toEqual([TEMPLATE_VARIANT.split('/')[0]]);
    expect(await identifyAll(4)).toEqual(before);
    expect(before).toContain('S1');
  });

  it('may be the built-in nets in 8 bits, which recognise the same people', async () => {
    expect(await run('models', 'use', 'built-in-int8')).toMatch(/in use: 9 templates of 3 people/);
    expect(await variants()).toEqual(['dlib128+faceres1024-int8']);
    expect(await run('models', 'list')).toMatch(/built-in-int8\s+in use/);
    expect(await whoIs('s3', 4)).toBe('S3');
    expect(await whoIs('s9', 6)).toBe('unknown');
    expect(await run('models', 'use', 'built-in')).toMatch(/in use: 9 templates/);
  });

  it('is asked at the rate that the site has chosen: a stricter one names fewer', async () => {
    const namedAt = async (falseMatchRate: number) => {
      const store = await openData();
      await store.transaction((tx) => tx.settings.put('face', { falseMatchRate, learnFromSightings: true }));
      await store.close();
      const found = [...(await identifyAll(6)), ...(await identifyAll(8)), ...(await identifyAll(9))];
      return found.filter((name) => people.includes(`${name}`.toLowerCase())).length;
    };
    const [lenient, strict] = [await namedAt(1e-3), await namedAt(1e-5)];
    expect(lenient).toBeGreaterThan(strict);
  });

  it('compares two photographs when asked for by name', async () => {
    const same = await run('verify', photo('s1', 1), photo('s1', 5), '--model', 'mobilefacenet', '--json');
    const other = await run('verify', photo('s1', 1), photo('s2', 5), '--model', 'mobilefacenet', '--json');
    expect([JSON.parse(same).outcome, JSON.parse(other).outcome]).toEqual(['match', 'unknown']);
  });
});
