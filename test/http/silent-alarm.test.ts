import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLedger } from '../../src/evidence/index.ts';
import type { Caller } from '../../src/http/handlers.ts';
import { createNews } from '../../src/http/index.ts';
import { logRoutes } from '../../src/http/routes/log-routes.ts';
import { meRoutes } from '../../src/http/routes/me-routes.ts';
import type { HttpServices } from '../../src/http/services.ts';
import { type AttemptId, newId, type PersonId, systemClock } from '../../src/kernel/index.ts';
import { createRoleBook, PERMISSIONS, type Permission, type Person } from '../../src/people/index.ts';
import { openStore, type Store } from '../../src/storage/index.ts';
import { examplePerson } from '../contract/examples.ts';

let store: Store;
let ada: Person;
let bob: Person;
let services: HttpServices;
const attempts = { plain: newId<AttemptId>(), silent: newId<AttemptId>() };
beforeEach(async () => {
  store = await openStore({ file: ':memory:', masterKey: randomBytes(32) });
  ada = examplePerson({ userName: 'ada' });
  bob = examplePerson({ userName: 'bob' });
  await store.people.add(ada);
  await store.people.add(bob);
  const news = createNews();
  const { chainKey } = store;
  const ledger = createLedger({ store, clock: systemClock, chainKey, reactors: [], publish: news.publish });
  const sessions = { listOf: async () => [] };
  const given = { store, ledger, news, sessions, clock: systemClock, roles: createRoleBook(store.roles) };
  services = given as unknown as HttpServices;
});
afterEach(() => store.close());

const EVERYTHING_ELSE = PERMISSIONS.filter((permission) => permission !== 'duress.receive');

const callerWith = (permissions: readonly Permission[]): Caller =>
  ({
    ...{ ipAddress: '192.0.2.1', userAgent: '', attempt: null },
    signedIn: { person: ada, permissions: new Set(permissions), session: { id: 's' }, expiresAt: 0 },
  }) as unknown as Caller;

/** The same grant of somebody twice, once under duress. */
async function happen(personId: PersonId) {
  const grant = { type: 'attempt.granted' as const, personId, ipAddress: '192.0.2.7' };
  await services.ledger.transaction(async (tx) => {
    await tx.record([{ ...grant, facts: { steps: 2 }, attemptId: attempts.plain }]);
    await tx.record([{ ...grant, facts: { steps: 2, duress: true }, attemptId: attempts.silent }]);
  });
}

const query = { limit: 50 };

/** What somebody with these permissions can get to see of the log, in every way there is. */
async function seen(permissions: readonly Permission[], about: PersonId) {
  const caller = callerWith(permissions);
  const log = logRoutes(services);
  const me = meRoutes(services);
  const streamed: unknown[] = [];
  const stream = await log.streamNews({ caller, askAgain: async () => caller } as never);
  const stop = stream((_name, data) => streamed.push(data));
  await happen(about);
  await expect.poll(() => streamed.length).toBe(2);
  stop();
  return {
    streamed,
    list: (await log.listEvents({ query, caller } as never)).events,
    attempt: (await log.getAttemptDetails({ params: { id: attempts.silent }, caller } as never)).events,
    own: (await me.listOwnEvents({ query, caller } as never)).events,
    copy: (await me.exportMe({ caller } as never)).events as unknown[],
  };
}

describe('a silent alarm', () => {
  it('is in no view of the log for whoever does not receive silent alarms', async () => {
    const views = await seen(EVERYTHING_ELSE, bob.id);
    expect(JSON.stringify(views)).not.toMatch(/duress/i);
    expect(views.attempt).toHaveLength(1);
    const [silent, plain] = views.list as { seq: number; at: number; attemptId: string }[];
    const alike = { seq: 0, at: 0, attemptId: '' };
    expect({ ...silent, ...alike }).toEqual({ ...plain, ...alike });
  });

  it('is told to those who receive them', async () => {
    const views = await seen(['duress.receive', 'log.read'], bob.id);
    for (const view of [views.streamed, views.list, views.attempt])
      expect(JSON.stringify(view)).toContain('"duress":true');
  });

  it('is in no view of whoever was under duress, even where they receive the others’', async () => {
    expect(JSON.stringify(await seen(PERMISSIONS, ada.id))).not.toMatch(/duress/i);
  });
});
