import type { EventQuery } from '../evidence/index.ts';
import type { EventRecord, FactorKind, PersonId, SnapshotId } from '../kernel/index.ts';
import { type FaceSample, type Permission, type Person, SAMPLES } from '../people/index.ts';
import { tell, type Viewer } from './discretion.ts';
import type { HttpServices } from './services.ts';

type Sources = Pick<HttpServices, 'store' | 'roles'>;

const PAGE = 200;

/** What is kept about a person, for themselves. Secrets, and what others look like, are not in it. */
export function createOwnRecords({ store, roles }: Sources) {
  async function eventsOf(query: Omit<EventQuery, 'limit' | 'beforeSeq'>): Promise<EventRecord[]> {
    const all: EventRecord[] = [];
    for (let beforeSeq: number | undefined; ; beforeSeq = all.at(-1)!.seq) {
      const page = await store.events.list({ ...query, limit: PAGE, ...(beforeSeq ? { beforeSeq } : {}) });
      all.push(...page);
      if (page.length < PAGE) return all;
    }
  }

  /** About them, and what they did. */
  async function tellEvents(personId: PersonId, viewer: Viewer) {
    const found = [...(await eventsOf({ personId })), ...(await eventsOf({ actorId: personId }))];
    const once = [...new Map(found.map((one) => [one.seq, one])).values()];
    return once.map((event) => tell(event, viewer)).sort((a, b) => a.seq - b.seq);
  }

  /** Faces held against being taken for somebody are other people's. */
  const ownSamples = async (personId: PersonId): Promise<FaceSample[]> =>
    (await store.faceSamples.listOf(personId)).filter(({ kind }) => kind !== 'impostor');

  /** Pictures of a stranger who tried as them are not theirs. */
  async function ownSnapshot(personId: PersonId, id: SnapshotId) {
    const snapshot = await store.snapshots.find(id);
    return snapshot?.ownerId === personId ? snapshot : null;
  }

  async function photographsOf(personId: PersonId) {
    const samples = (await ownSamples(personId)).map(({ id, kind, takenAt }) => ({ id, kind, takenAt }));
    const snapshots = [];
    // Several events of an attempt may show one photograph.
    const ids = new Set((await eventsOf({ personId })).map(({ snapshotId }) => snapshotId ?? null));
    for (const snapshotId of ids) {
      const found = snapshotId ? await ownSnapshot(personId, snapshotId) : null;
      if (found) snapshots.push({ id: found.id, kind: 'attempt' as const, takenAt: found.takenAt });
    }
    return [...samples, ...snapshots].map((one) => ({ ...one, path: `/api/me/photographs/${one.id}` }));
  }

  async function messagesTo(personId: PersonId) {
    const messages = [];
    for (let beforeAt: number | undefined; ; ) {
      const page = await store.outbox.list({ limit: PAGE, ...(beforeAt ? { beforeAt } : {}) });
      for (const { recipientId, channel, state, createdAt, endedAt, tries } of page)
        if (recipientId === personId) messages.push({ channel, state, createdAt, endedAt, tries });
      if (page.length < PAGE) return messages;
      beforeAt = page.at(-1)!.createdAt;
    }
  }

  async function factorsOf(personId: PersonId): Promise<{ kind: FactorKind; count: number }[]> {
    const hasPassword = (await store.passwords.find(personId)) !== null;
    const samples = (await store.faceSamples.listOf(personId)).filter(
      ({ kind }) => kind === 'enrolment',
    ).length;
    // Twins for duress stay out of every count: what is on the screen may be read by whoever forces its owner.
    const given = (await store.credentials.listOf(personId)).filter(({ duress }) => !duress);
    const kinds = [...new Set(given.map(({ kind }) => kind))];
    return [
      ...(hasPassword ? [{ kind: 'password' as const, count: 1 }] : []),
      ...(samples >= SAMPLES.least ? [{ kind: 'face' as const, count: samples }] : []),
      ...kinds.map((kind) => ({ kind, count: given.filter((one) => one.kind === kind).length })),
    ];
  }

  return {
    factorsOf,
    async findPhotograph(personId: PersonId, id: string): Promise<Uint8Array | null> {
      const sample = (await ownSamples(personId)).find((one) => one.id === id);
      return sample?.jpeg ?? (await ownSnapshot(personId, id as SnapshotId))?.jpeg ?? null;
    },
    async export(person: Person, permissions: ReadonlySet<Permission>, sessions: object[]) {
      const held = (await roles.list()).filter(({ id }) => person.roles.includes(id));
      const groups = (await store.groups.list()).filter(({ id }) => person.groups.includes(id));
      const samples = await ownSamples(person.id);
      const given = (await store.credentials.listOf(person.id)).filter(({ duress }) => !duress);
      return {
        person: {
          ...person,
          roles: held.map(({ name }) => name),
          groups: groups.map(({ name }) => name),
        },
        factors: await factorsOf(person.id),
        credentials: given.map(({ kind, label, createdAt, usedAt }) => ({ kind, label, createdAt, usedAt })),
        faceSamples: samples.map(({ template: _, jpeg: __, personId: ___, ...sample }) => sample),
        photographs: await photographsOf(person.id),
        sessions,
        messages: await messagesTo(person.id),
        events: (await tellEvents(person.id, { person, permissions })).map(({ hash: _, ...event }) => event),
        leftOut: [
          'Passwords, PINs, numbers of cards, keys of codes and passkeys, tokens of sessions.',
          'Twins for duress, if there are any: whoever forces somebody may make them open this file.',
          'Face templates: numbers computed from the photographs, which sign in like a password.',
        ],
      };
    },
  };
}
