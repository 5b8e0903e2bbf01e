import { afterEach, describe, expect, it } from 'vitest';
import { openPasskeyHouse, type PasskeyHouse } from '../fakes/passkey-house.ts';

let opened: PasskeyHouse;
afterEach(() => opened.house.close());
const open = async (options?: { counts: boolean }) => {
  opened = await openPasskeyHouse(options);
  return opened;
};

describe.each([
  ['that counts its signatures', { counts: true }],
  ['that does not count, as synced ones do', { counts: false }],
])('the answer of a passkey %s', (_, options) => {
  it('opens once: shown again, in its attempt or in another, it opens nothing', async () => {
    const { house, key, challenged, show } = await open(options);
    const first = await challenged();
    const answer = key.assert({ challenge: first.challenge });
    expect(await show(first.attempt, answer)).toMatchObject({ status: 'granted' });
    await expect(show((await house.store.attempts.find(first.attempt.id))!, answer)).rejects.toMatchObject({
      code: 'attempt_over',
    });
    const second = await challenged();
    expect(await show(second.attempt, answer)).toMatchObject({ status: 'open', wrongTries: 1 });
  });

  it('to another attempt’s challenge opens nothing', async () => {
    const { key, challenged, show } = await open(options);
    const [mine, other] = [await challenged(), await challenged()];
    expect(await show(mine.attempt, key.assert({ challenge: other.challenge }))).toMatchObject({
      status: 'open',
      wrongTries: 1,
    });
  });

  it('may be given again and again, to a new challenge each time', async () => {
    const { say, house, credential } = await open(options);
    for (let round = 0; round < 3; round++) expect(await say({})).toMatchObject({ status: 'granted' });
    expect((await house.store.credentials.find(credential.id))!.usedAt).toBe(house.clock.time);
  });
});

describe('the challenge of a passkey', () => {
  it('is good for one answer: after a wrong one the right one must answer a new challenge', async () => {
    const { house, key, challenged, show } = await open();
    const { attempt, challenge } = await challenged();
    const after = await show(attempt, key.assert({ challenge, forged: true }));
    expect(after).toMatchObject({ status: 'open', challenge: null });
    const late = await show(after, key.assert({ challenge }));
    expect(late).toMatchObject({ status: 'open', wrongTries: 2 });
    const again = await house.access.challenge(late, 'passkey');
    const answer = key.assert({ challenge: again.show!.challenge as string });
    expect(await show(again.attempt, answer)).toMatchObject({ status: 'granted' });
  });

  it('runs out: an answer after two minutes opens nothing', async () => {
    const { house, key, challenged, show } = await open();
    const { attempt, challenge } = await challenged();
    const stored = (await house.store.attempts.find(attempt.id))!;
    await house.store.attempts.update({ ...stored, deadlineAt: stored.deadlineAt + 600_000 }, stored.version);
    house.clock.time += 120_000;
    const late = await show((await house.store.attempts.find(attempt.id))!, key.assert({ challenge }));
    expect(late).toMatchObject({ status: 'open', wrongTries: 1 });
  });

  it('differs in every attempt and leaves the server only in its options', async () => {
    const { house, challenged } = await open();
    const all = [await challenged(), await challenged()].map(({ challenge }) => challenge);
    expect(new Set(all).size).toBe(2);
    for (const challenge of all) {
      expect(Buffer.from(challenge, 'base64url')).toHaveLength(32);
      expect(JSON.stringify(house.events)).not.toContain(challenge);
    }
  });
});

describe('a signature counter that does not rise', () => {
  it('is refused, and told as an alert: there may be a copy of the passkey', async () => {
    const { house, ada, say, credential } = await open();
    expect(await say({ counter: 7 })).toMatchObject({ status: 'granted' });
    for (const counter of [7, 6, 0])
      expect(await say({ counter })).toMatchObject({ status: 'open', wrongTries: 1 });
    const told = house.events.filter(({ type }) => type === 'credential.counter_fell');
    expect(told).toHaveLength(3);
    expect(told[0]).toMatchObject({
      personId: null,
      facts: { factor: 'passkey', credentialId: credential.id },
    });
    expect((await house.store.outbox.list({ limit: 9 })).length).toBeGreaterThan(0);
    expect(await say({ counter: 8 })).toMatchObject({ status: 'granted', personId: ada });
  });

  it('raises no alarm without the signature: nobody can make one up', async () => {
    const { house, say } = await open();
    await say({ counter: 7 });
    await say({ counter: 3, forged: true });
    expect(house.events.filter(({ type }) => type === 'credential.counter_fell')).toEqual([]);
  });
});
