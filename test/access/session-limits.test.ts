import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createSessions,
  SESSION_SETTINGS,
  type SessionSettings,
  type Sessions,
} from '../../src/access/index.ts';
import { createLedger } from '../../src/evidence/index.ts';
import type { PersonId } from '../../src/kernel/index.ts';
import { createKeptSettings, type KeptSettings } from '../../src/people/index.ts';
import { openStore, type Store } from '../../src/storage/index.ts';
import { examplePerson } from '../contract/examples.ts';

const MINUTE_MS = 60_000;
const ACTOR = { id: null, ipAddress: null };
const clock = { time: 0, now: () => clock.time };

let store: Store;
let sessions: Sessions;
let settings: KeptSettings<SessionSettings>;
let personId: PersonId;
beforeEach(async () => {
  clock.time = 1_700_000_000_000;
  store = await openStore({ file: ':memory:', masterKey: randomBytes(32) });
  const ledger = createLedger({ store, clock, chainKey: store.chainKey, reactors: [], publish: () => {} });
  settings = createKeptSettings(SESSION_SETTINGS, ledger, store.settings);
  sessions = createSessions({ ledger, sessions: store.sessions, clock, settings });
  const ada = examplePerson();
  await store.people.add(ada);
  personId = ada.id;
});
afterEach(() => store.close());

const start = () => sessions.start({ personId, attemptId: null, ipAddress: '192.0.2.7', userAgent: 'x' });
const pass = (minutes: number) => {
  clock.time += minutes * MINUTE_MS;
};

describe('A16 a session', () => {
  it('that nobody has is not said to be ended', async () => {
    expect(await sessions.revokeAll(personId, ACTOR)).toBe(0);
    expect(await store.events.list({ limit: 5 })).toEqual([]);
    const [{ session }] = [await start(), await start()];
    expect(await sessions.revokeAll(personId, ACTOR, session.id)).toBe(1);
    expect((await store.events.list({ limit: 1 }))[0]).toMatchObject({ type: 'session.ended' });
    expect((await sessions.listOf(personId)).map(({ id }) => id)).toEqual([session.id]);
  });

  it('ends after thirty minutes without use, and lives as long as it is used', async () => {
    const { token } = await start();
    for (let i = 0; i < 5; i++) {
      pass(29);
      expect(await sessions.authenticate(token)).not.toBeNull();
    }
    pass(30);
    expect(await sessions.authenticate(token)).toBeNull();
  });

  it('ends after twelve hours however much it is used', async () => {
    const { token } = await start();
    for (let i = 0; i < 12 * 6 - 1; i++) {
      pass(10);
      expect(await sessions.authenticate(token)).not.toBeNull();
    }
    pass(10);
    expect(await sessions.authenticate(token)).toBeNull();
  });

  it('is not kept alive by what merely stands open', async () => {
    const { token } = await start();
    for (let i = 0; i < 29; i++) {
      pass(1);
      expect(await sessions.authenticate(token, true)).not.toBeNull();
    }
    pass(1);
    expect(await sessions.authenticate(token, true)).toBeNull();
    expect(await sessions.authenticate(token)).toBeNull();
  });

  it('follows changed limits at once, also one that is open already', async () => {
    const { token } = await start();
    pass(20);
    await settings.save({ idleMinutes: 15, absoluteHours: 1 }, ACTOR);
    expect(await sessions.authenticate(token)).toBeNull();
    expect(await sessions.listOf(personId)).toEqual([]);
    expect(await sessions.prune()).toBe(1);
  });

  it('cannot be made endless: limits beyond the bounds are refused, and damaged ones are the ordinary ones', async () => {
    for (const limits of [
      { idleMinutes: 4, absoluteHours: 12 },
      { idleMinutes: 1441, absoluteHours: 168 },
      { idleMinutes: 30, absoluteHours: 0 },
      { idleMinutes: 30, absoluteHours: 169 },
      { idleMinutes: 90, absoluteHours: 1 },
      { idleMinutes: 10.5, absoluteHours: 1 },
      { idleMinutes: Number.NaN, absoluteHours: 1 },
    ])
      await expect(settings.save(limits, ACTOR)).rejects.toMatchObject({ code: 'bad_input' });
    await store.settings.put('sessions', { idleMinutes: 1e9, absoluteHours: 'for ever' });
    settings.refresh();
    expect(await settings.current()).toEqual({ idleMinutes: 30, absoluteHours: 12 });
  });

  it('of two confirmations at once with one token one holds, and neither leaves the old token valid', async () => {
    const { session, token } = await start();
    const results = await Promise.allSettled([0, 1].map(() => sessions.confirm(session, async () => {})));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await sessions.authenticate(token)).toBeNull();
    const renewed = results.find((one) => one.status === 'fulfilled')!.value;
    expect(await sessions.authenticate(renewed.token)).toMatchObject({ id: session.id });
  });

  it('a confirmation whose grant cannot be spent changes nothing', async () => {
    const { session, token } = await start();
    pass(11);
    const refuse = async () => {
      throw new Error('spent already');
    };
    await expect(sessions.confirm(session, refuse)).rejects.toThrow('spent already');
    const same = await sessions.authenticate(token);
    expect(same && sessions.isFresh(same)).toBe(false);
  });

  it('what is revoked is said in the log, with who did it', async () => {
    const { session } = await start();
    await start();
    await sessions.revoke(personId, session.id, { id: personId, ipAddress: '192.0.2.9' });
    expect(await store.events.last()).toMatchObject({
      type: 'session.ended',
      facts: { why: 'revoked', sessions: 1 },
      actorId: personId,
      ipAddress: '192.0.2.9',
    });
    await expect(sessions.revoke(personId, session.id, ACTOR)).rejects.toMatchObject({ code: 'not_found' });
  });
});
