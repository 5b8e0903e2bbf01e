import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/storage/index.ts';
import { exampleObligation } from '../examples.ts';
import { type Child, startChild } from './children/child.ts';
import { dataFolders } from './data-folder.ts';

const makeFolder = dataFolders();
const ROUNDS = 10;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function killAfter(child: Child, lines: number, ms: number): Promise<string[]> {
  while (child.lines().length < lines && child.process.exitCode === null) await pause(2);
  await pause(ms);
  child.process.kill('SIGKILL');
  expect(await child.gone).toBeNull();
  return child.lines();
}

describe('killed with SIGKILL', () => {
  it(`A18 nothing that was acknowledged is lost in ${ROUNDS} rounds, and nothing is half there`, {
    timeout: 60_000,
  }, async () => {
    const data = makeFolder();
    const acknowledged = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = startChild(
        new URL('./children/commit-until-killed.ts', import.meta.url),
        data.file,
        data.masterKey,
      );
      for (const id of await killAfter(child, 1, Math.random() * 60)) acknowledged.add(id);
      const store = await openStore(data);
      const people = await store.people.list();
      const known = new Set<string>(people.map(({ id }) => id));
      expect([...acknowledged].filter((id) => !known.has(id))).toEqual([]);
      const [samples, events] = [
        await store.faceSamples.counts(),
        await store.events.listForward(0, 100_000),
      ];
      expect(events.map(({ personId }) => personId).sort()).toEqual(people.map(({ id }) => id).sort());
      expect(samples.size).toBe(people.length);
      // At most the one commit whose acknowledgement the kill cut off, per round.
      expect(people.length - acknowledged.size).toBeLessThanOrEqual(round + 1);
      await store.close();
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS);
    const raw = new Database(data.file);
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(raw.pragma('foreign_key_check')).toEqual([]);
    raw.close();
  });

  it('A18 while a store is being made, it leaves either nothing or one that opens', {
    timeout: 60_000,
  }, async () => {
    for (let round = 0; round < 3; round += 1) {
      const data = makeFolder();
      const child = startChild(
        new URL('./children/make-stores-until-killed.ts', import.meta.url),
        data.file,
        data.masterKey,
      );
      const last = (await killAfter(child, 2, Math.random() * 30)).at(-1)!;
      const file = `${data.file}.${last}`;
      const store = await openStore({ ...data, file });
      await store.settings.put('alive', true);
      await store.close();
      expect(existsSync(file)).toBe(true);
      expect(readdirSync(data.folder).filter((name) => name.endsWith('.new')).length).toBeLessThanOrEqual(1);
    }
  });
});

describe('several processes', () => {
  it('that claim from one outbox get each row once', { timeout: 60_000 }, async () => {
    const data = makeFolder();
    const store = await data.open();
    const obligations = Array.from({ length: 400 }, () => exampleObligation());
    await store.transaction(async ({ outbox }) => {
      for (const obligation of obligations) await outbox.add(obligation);
    });
    const children = [1, 2, 3].map(() =>
      startChild(new URL('./children/claim-until-none.ts', import.meta.url), data.file, data.masterKey),
    );
    for (const child of children) while (child.lines()[0] !== 'ready') await pause(2);
    writeFileSync(`${data.file}.go`, '');
    expect(await Promise.all(children.map(({ gone }) => gone))).toEqual([0, 0, 0]);
    const shares = children.map((child) => child.lines().slice(1));
    expect(shares.flat().sort()).toEqual(obligations.map(({ id }) => id as string).sort());
    expect(shares.filter((share) => share.length > 0).length).toBeGreaterThan(1);
  });
});
