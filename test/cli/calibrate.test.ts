import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOrCreateKey } from '../../src/config/index.ts';
import { type FaceSampleId, newId, type PersonId } from '../../src/kernel/index.ts';
import { openStore } from '../../src/storage/index.ts';
import { BUILT_IN_RECOGNISER } from '../../src/vision/index.ts';
import { MAIN } from '../fakes/server-process.ts';

const run = promisify(execFile);
let folder: string;
let where: { dataDir: string; keyFile: string };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-calibrate-'));
  where = { dataDir: join(folder, 'data'), keyFile: join(folder, 'master.key') };
  mkdirSync(where.dataDir, { mode: 0o700 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (dataExists: boolean) =>
  openStore({
    file: join(where.dataDir, 'sallyport.db'),
    masterKey: openOrCreateKey({ keyFile: where.keyFile, dataExists }),
  });

/** People whose faces point where `directions` say; samples differ a little. */
async function enrol(directions: Record<string, [axis: number, lean: number]>): Promise<void> {
  const store = await open(false);
  for (const [name, [axis, lean]] of Object.entries(directions)) {
    const id = newId<PersonId>();
    const person = { id, userName: name, displayName: `The one called ${name}`, email: null };
    await store.people.add({
      ...person,
      ...{ phone: null, roles: [], groups: [], validFrom: null, validUntil: null },
      status: 'active',
      secondFactor: false,
      createdAt: 1,
    });
    for (let i = 0; i < 3; i++) {
      const template = new Float32Array(BUILT_IN_RECOGNISER.dimension);
      [template[axis], template[axis + 1], template[500 + i]] = [1, lean, 0.1];
      const length = Math.hypot(...template);
      await store.faceSamples.add({
        ...{ id: newId<FaceSampleId>(), personId: id, kind: 'enrolment', attemptId: null, takenAt: i },
        ...{ variant: BUILT_IN_RECOGNISER.variant, jpeg: randomBytes(20), quality01: 1 },
        template: template.map((value) => value / length),
      });
    }
  }
  await store.close();
}

async function calibrate(...options: string[]): Promise<string> {
  const command = [MAIN, 'calibrate', ...options];
  const data = ['--data-dir', where.dataDir, '--key-file', where.keyFile];
  return (await run(process.execPath, [...command, ...data])).stdout;
}

async function marked(): Promise<string[]> {
  const store = await open(true);
  const people = await store.people.list();
  await store.close();
  return people.filter(({ secondFactor }) => secondFactor).map(({ userName }) => userName);
}

describe('sallyport calibrate', () => {
  it('A3 tells rates with counts and intervals, says that the data is too little, and names look-alikes', async () => {
    await enrol({ ada: [0, 0], eve: [0, 0.2], bob: [10, 0], cleo: [20, 0] });
    const text = await calibrate();
    expect(text).toContain('4 people, 12 samples');
    expect(text).toMatch(/1 in 10 000 \*\s+6 of 36, 17 % \(6\.4 % to 33 %\)\s+0 of 12, 0 % \(0 % to 26 %\)/);
    expect(text).toMatch(/Too little data to see 1 in 10 000: that takes about 101 people/);
    expect(text).toMatch(
      /called (ada and The one called eve|eve and The one called ada): taken for each other/,
    );
    expect(text).not.toMatch(/bob|cleo/);
    expect(await marked()).toEqual([]);
  });

  it('A3 marks exactly the look-alikes when asked to, and writes it in the log', async () => {
    await enrol({ ada: [0, 0], eve: [0, 0.2], bob: [10, 0] });
    expect(await calibrate('--require-second-factor')).toContain('2 of them are from now on never let in');
    expect((await marked()).sort()).toEqual(['ada', 'eve']);
    const store = await open(true);
    const events = await store.events.list({ limit: 9 });
    await store.close();
    const marking = {
      fields: ['secondFactor'],
      before: { secondFactor: false },
      after: { secondFactor: true },
    };
    expect(events.map(({ type, facts }) => [type, facts])).toEqual([
      ['person.changed', marking],
      ['person.changed', marking],
    ]);
    expect(await calibrate('--require-second-factor')).toContain('never let in by the face alone already');
  });

  it('prints JSON with ids and no names', async () => {
    await enrol({ ada: [0, 0], eve: [0, 0.2] });
    const text = await calibrate('--json');
    expect(text).not.toMatch(/called|ada|eve/);
    expect(JSON.parse(text)).toMatchObject({
      siteRate: 1e-4,
      people: 2,
      samples: 6,
      rates: [{ falseMatches: { errors: 6, comparisons: 6 }, enough: false }, {}, {}],
      lookAlikes: [{ people: [expect.any(String), expect.any(String)] }],
      marked: null,
    });
  });

  it('says so when there is nobody to compare with', async () => {
    await enrol({ ada: [0, 0] });
    expect(await calibrate()).toContain('there is nobody to compare with');
  });

  it('says so when there is no data', async () => {
    await expect(calibrate()).rejects.toMatchObject({
      stderr: expect.stringContaining('nobody is enrolled'),
    });
  });
});
