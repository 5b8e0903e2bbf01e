import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/storage/index.ts';
import { makeSealedFolder, PASSPHRASE, type SealedFolder, unseal } from '../fakes/sealed-server.ts';

let folder: SealedFolder;
let nowMs: number;
const clock = { now: () => nowMs };
beforeEach(async () => {
  folder = await makeSealedFolder();
  nowMs = Date.now();
});
afterEach(() => folder.remove());

const codeOf = async (answer: Response) =>
  ((await answer.json()) as { error?: { code: string } }).error?.code;

async function events() {
  const store = await openStore({ file: join(folder.dataDir, 'sallyport.db'), masterKey: folder.masterKey });
  const all = await store.events.listForward(0, 1000);
  await store.close();
  return all.filter(({ type }) => type.startsWith('sealing.'));
}

describe('unsealing', () => {
  it('E5 wrong passphrases begin to wait, longer and longer, over restarts; the right one waits as well', async () => {
    let locked = await folder.start({ clock });
    const waits: number[] = [];
    for (let count = 0; count < 5; count += 1)
      expect(await codeOf(await unseal(locked.url, `wrong passphrase ${count}`))).toBe('wrong_passphrase');
    for (let round = 0; round < 3; round += 1) {
      await locked.close();
      locked = await folder.start({ clock });
      const answer = await unseal(locked.url, PASSPHRASE);
      expect(answer.status).toBe(429);
      const { error } = (await answer.json()) as { error: { details: { retryAfterMs: number } } };
      waits.push(error.details.retryAfterMs);
      nowMs += error.details.retryAfterMs;
      expect(await codeOf(await unseal(locked.url, 'still wrong'))).toBe('wrong_passphrase');
    }
    expect(waits).toEqual([30_000, 60_000, 120_000]);
    await locked.close();
  });

  it('E5 a flood of tries at once is counted before it is looked at', async () => {
    const locked = await folder.start({ clock });
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => unseal(locked.url, `a guess, number ${index}`)),
    );
    const codes = await Promise.all(answers.map(codeOf));
    expect(codes.filter((code) => code === 'wrong_passphrase')).toHaveLength(5);
    expect(codes.filter((code) => code === 'throttled')).toHaveLength(25);
    await locked.close();
  });

  it('E5 a counter that was damaged gives no free tries', async () => {
    writeFileSync(join(folder.dataDir, 'unseal-tries.json'), '{"waits":');
    const locked = await folder.start({ clock });
    expect((await unseal(locked.url, PASSPHRASE)).status).toBe(429);
    await locked.close();
  });

  it('E5 what was tried stands in the log once it is open, with its address and without the passphrases', async () => {
    const locked = await folder.start({ clock });
    for (const guess of ['a first wrong guess', 'a second wrong guess']) await unseal(locked.url, guess);
    expect(await codeOf(await unseal(locked.url, PASSPHRASE))).toBeUndefined();
    await locked.unsealed;
    await locked.close();
    expect(await events()).toMatchObject([
      { type: 'sealing.unseal_failed', facts: { tries: 2 }, ipAddress: '127.0.0.1' },
      { type: 'sealing.unsealed', facts: { failedTries: 2 }, ipAddress: '127.0.0.1' },
    ]);
    const [log] = [JSON.stringify(await events())];
    for (const secret of ['wrong guess', PASSPHRASE]) expect(log).not.toContain(secret);
  });

  it('E5 a damaged sealed key is named at the start, before anybody types', async () => {
    const file = join(folder.dataDir, 'sealed-key.json');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -20));
    await expect(folder.start()).rejects.toMatchObject({ code: 'key_missing' });
  });
});
