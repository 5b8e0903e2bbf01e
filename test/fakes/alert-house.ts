import {
  createAlertReactor,
  createNoticeReactor,
  createSilentAlarmReactor,
  type MailSettings,
  type OutboxWorker,
  type OutboxWorkerOptions,
  startOutboxWorker,
  wakesOutbox,
} from '../../src/alerts/index.ts';
import { createLedger } from '../../src/evidence/index.ts';
import {
  type AccessPointId,
  type AttemptId,
  type DenialReason,
  newId,
  type PersonId,
  type SnapshotId,
  silentLogger,
} from '../../src/kernel/index.ts';
import { createRoleBook, type Person } from '../../src/people/index.ts';
import { openStore } from '../../src/storage/index.ts';
import { drawQr } from '../../src/vision/index.ts';
import { type MailServerOptions, startMailServer } from './mail-server.ts';

export const PHOTO = Uint8Array.from({ length: 3000 }, (_, i) => (i * 11) % 256);
const DOOR = 'door' as AccessPointId;

export type AlertHouse = Awaited<ReturnType<typeof openAlertHouse>>;

/**
 * The real store, ledger and reactor, a real mail server, one owner, one member and one door; workers are started by
 * the test. The clock stands still until it is told to go on.
 */
export async function openAlertHouse(mail: MailServerOptions = {}) {
  const store = await openStore({ file: ':memory:', masterKey: new Uint8Array(32).fill(7) });
  const server = await startMailServer(mail);
  const workers: OutboxWorker[] = [];
  const clock = { at: Date.UTC(2026, 5, 5, 12), now: () => clock.at };
  const poke = () => {
    for (const worker of workers) worker.poke();
  };
  const roles = createRoleBook(store.roles);
  const ledger = createLedger({
    store,
    clock,
    chainKey: store.chainKey,
    reactors: [createAlertReactor(roles), createNoticeReactor(roles), createSilentAlarmReactor(roles)],
    publish: (event) => void (wakesOutbox(event) && poke()),
  });
  const house = {
    store,
    server,
    ledger,
    clock,
    poke,
    owner: await addPerson('olga', { roles: ['administrator'], email: 'olga@example.org' }),
    member: await addPerson('ada', { displayName: 'Ada Lovelace' }),
    /** What `loadMailSettings` answers; null = mail is not set up. */
    settings: {
      host: '127.0.0.1',
      port: server.port,
      security: 'none',
      userName: null,
      password: null,
      from: 'door@example.org',
    } as MailSettings | null,
    addPerson,
    denied,
    startWorker,
    pass(ms: number) {
      clock.at += ms;
      poke();
    },
    rows: () => store.outbox.list({ limit: 500 }),
    types: async () => (await store.events.list({ limit: 500 })).map(({ type }) => type).reverse(),
    async close() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all([server.stop(), store.close()]);
    },
  };
  await store.accessPoints.add({
    id: DOOR,
    name: 'Front door',
    place: 'Ground floor',
    kind: 'login',
    screens: 'any',
    flowId: 'password-face' as never,
  });
  return house;

  async function addPerson(userName: string, change: Partial<Person> = {}): Promise<Person> {
    const person: Person = {
      id: newId<PersonId>(),
      userName,
      displayName: userName,
      email: null,
      phone: null,
      roles: [],
      groups: [],
      status: 'active',
      validFrom: null,
      validUntil: null,
      secondFactor: false,
      createdAt: clock.at,
      ...change,
    };
    await store.people.add(person);
    return person;
  }

  /** Somebody with the member's password and another face. */
  async function denied(
    change: { reason?: DenialReason; ownerId?: PersonId | null; withPhoto?: boolean; door?: string } = {},
  ): Promise<void> {
    const { reason = 'factor_mismatch', ownerId = null, withPhoto = true, door = DOOR } = change;
    await ledger.transaction(async (tx) => {
      const snapshotId = newId<SnapshotId>();
      if (withPhoto) await tx.snapshots.add({ id: snapshotId, ownerId, takenAt: clock.at, jpeg: PHOTO });
      await tx.record([
        {
          type: 'attempt.denied',
          facts: { reason, step: 2, factor: 'face', passed: 1 },
          personId: house.member.id,
          accessPointId: door as AccessPointId,
          attemptId: newId<AttemptId>(),
          ipAddress: '10.0.1.9',
          snapshotId: withPhoto ? snapshotId : null,
        },
      ]);
    });
  }

  function startWorker(change: Partial<OutboxWorkerOptions> = {}): OutboxWorker {
    const worker = startOutboxWorker({
      ledger,
      roles,
      outbox: store.outbox,
      drawQr,
      sources: store,
      loadMailSettings: async () => house.settings,
      clock,
      logger: silentLogger,
      timeZone: 'Europe/Rome',
      panelUrl: null,
      pollMs: 2000,
      ...change,
    });
    workers.push(worker);
    return worker;
  }
}
