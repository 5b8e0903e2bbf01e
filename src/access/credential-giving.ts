import type { RecordEvents } from '../evidence/index.ts';
import { type Clock, type CredentialId, newId, type PersonId, SallyportError } from '../kernel/index.ts';
import type { Actor, PersonRepository } from '../people/index.ts';
import { CARD_REFUSALS, cardLookup, readCardNumber } from './card-number.ts';
import type { Credential, CredentialRepository } from './credential.ts';
import { fingerLookup } from './factors/fingerprint.ts';
import { checkNewPin, demandLongEnough, drawPin, pinLength, slipsOf } from './pin-rules.ts';
import type { ReaderRepository } from './reader.ts';
import type { ThrottleRepository } from './repositories.ts';
import { ACCOUNT_THROTTLE } from './throttle.ts';
import type { ThrottleKey, Throttling } from './throttling.ts';

/** What can be given by hand. `duress`: a twin that opens as usual and raises a silent alarm. */
export type NewCredential = { label: string; duress: boolean } & (
  | { kind: 'pin'; pin: string }
  | { kind: 'card'; uid: string; scheme?: string | undefined }
  | { kind: 'fingerprint'; readerId: string; slot: number }
);

export interface GivingTransaction {
  people: Pick<PersonRepository, 'find'>;
  credentials: CredentialRepository;
  readers: Pick<ReaderRepository, 'find'>;
  throttles: ThrottleRepository;
  record: RecordEvents;
}

export interface GivingOptions {
  ledger: { transaction<T>(work: (tx: GivingTransaction) => Promise<T>): Promise<T> };
  clock: Clock;
  throttling: Throttling;
  lookupHash(value: string): string;
}

export interface CredentialGiving {
  /**
   * Throws `pin_too_easy`, `pin_too_short`, `card_refused`, `twin_alone`, `not_found`; `credential_taken` for what somebody has or what
   * comes too near to a twin, and `throttled` to whoever is told so too often: nobody fishes for others' PINs here.
   */
  give(personId: PersonId, what: NewCredential, actor: Actor): Promise<Credential>;
  /**
   * Makes this person a PIN by chance, in the place of what they had: nobody chooses one, and so finds out those of
   * others. Throws `not_found` for whoever was given none, and for a twin as well.
   */
  renewPin(personId: PersonId, twin: boolean, actor: Actor): Promise<string>;
  /** A twin is taken like any other, and stays when the ordinary one goes: neither tells which is which. Throws `not_found`. */
  take(personId: PersonId, id: CredentialId, actor: Actor): Promise<void>;
}

type Refusal = { taken: true } | { retryAfterMs: number };

export function createCredentialGiving(options: GivingOptions): CredentialGiving {
  const { ledger, clock, throttling, lookupHash } = options;

  const keysOf = ({ id, ipAddress }: Actor): ThrottleKey[] => [
    { scope: 'account', key: lookupHash(`taken:${id ?? ipAddress}`), policy: ACCOUNT_THROTTLE },
  ];

  /** A refusal is returned, not thrown: its count must stay when the rest is undone. */
  async function tryToGive(
    tx: GivingTransaction,
    credential: Credential,
    actor: Actor,
  ): Promise<Refusal | null> {
    const keys = keysOf(actor);
    const retryAfterMs = await throttling.wait(tx.throttles, keys);
    if (retryAfterMs > 0) return { retryAfterMs };
    if (!(await tx.people.find(credential.personId))) throw new SallyportError('not_found');
    if (credential.duress) await demandOrdinary(tx, credential);
    if (credential.kind === 'pin') demandLongEnough(credential.lookup!, await tx.credentials.count('pin'));
    if (await isTaken(tx, credential)) {
      await throttling.count(tx.throttles, keys);
      return { taken: true };
    }
    await tx.credentials.add(credential);
    await tx.record([{ type: 'credential.added', ...about(credential, actor) }]);
    return null;
  }

  return {
    async give(personId, what, actor) {
      const held = heldOf(what);
      const credential: Credential = {
        ...{ id: newId<CredentialId>(), personId, kind: what.kind },
        ...{
          lookup: held.lookup,
          secret: JSON.stringify(held.secret),
          label: what.label,
          duress: what.duress,
        },
        ...{ counter: 0, createdAt: clock.now(), usedAt: null },
      };
      const refusal = await ledger.transaction(async (tx) => {
        if (what.kind === 'fingerprint' && !(await tx.readers.find(what.readerId as never)))
          throw new SallyportError('not_found');
        return tryToGive(tx, credential, actor);
      });
      if (refusal && 'retryAfterMs' in refusal) throw new SallyportError('throttled', { details: refusal });
      if (refusal) throw new SallyportError('credential_taken');
      return credential;
    },

    renewPin: (personId, twin, actor) =>
      ledger.transaction(async (tx) => {
        const held = (await tx.credentials.listOf(personId)).filter(({ kind }) => kind === 'pin');
        const ordinary = held.find(({ duress }) => !duress);
        if (!ordinary)
          throw new SallyportError('not_found', {
            sentence: 'You were given no PIN. Ask whoever manages people here.',
          });
        for (const { id, duress } of held) if (duress === twin) await tx.credentials.remove(personId, id);
        const pin = await drawFreePin(tx, twin);
        await tx.credentials.add({
          ...{ id: newId<CredentialId>(), personId, kind: 'pin', lookup: pin, secret: '{}' },
          ...{ label: ordinary.label, duress: twin, counter: 0, createdAt: clock.now(), usedAt: null },
        });
        // One event, the same for both: a first twin takes the place of nothing, and that would tell.
        await tx.record([
          {
            type: 'credential.renewed',
            facts: { factor: 'pin' },
            personId,
            actorId: actor.id,
            ipAddress: actor.ipAddress,
          },
        ]);
        return pin;
      }),

    take: (personId, id, actor) =>
      ledger.transaction(async (tx) => {
        const taken = await tx.credentials.find(id);
        if (!taken || !(await tx.credentials.remove(personId, id))) throw new SallyportError('not_found');
        await tx.record([{ type: 'credential.removed', ...about(taken, actor) }]);
      }),
  };
}

/** One that nobody has, and that no slip of a finger leads to a twin, or from one. */
async function drawFreePin(tx: GivingTransaction, duress: boolean): Promise<string> {
  const digits = pinLength(await tx.credentials.count('pin'));
  for (;;) {
    const pin = drawPin(digits);
    if (!(await isTaken(tx, { kind: 'pin', lookup: pin, duress }))) return pin;
  }
}

const about = ({ kind, id, personId }: Credential, actor: Actor) => ({
  facts: { factor: kind, credentialId: id },
  ...{ personId, actorId: actor.id, ipAddress: actor.ipAddress },
});

/** What it is found by, and what is kept besides. Throws for what cannot be one. */
function heldOf(what: NewCredential): { lookup: string; secret: object } {
  if (what.kind === 'pin') {
    checkNewPin(what.pin);
    return { lookup: what.pin, secret: {} };
  }
  if (what.kind === 'fingerprint') {
    const { readerId, slot } = what;
    return { lookup: fingerLookup(readerId, slot), secret: { readerId, slot } };
  }
  const reading = readCardNumber(what);
  if (reading.ok) return { lookup: cardLookup(reading.card), secret: reading.card };
  const { refusal } = reading;
  throw new SallyportError('card_refused', { sentence: CARD_REFUSALS[refusal], details: { refusal } });
}

/** A twin stands beside an ordinary one; alone it would be shown every day. */
async function demandOrdinary({ credentials }: GivingTransaction, { personId, kind }: Credential) {
  const held = await credentials.listOf(personId);
  if (!held.some((one) => one.kind === kind && !one.duress)) throw new SallyportError('twin_alone');
}

/** Also a PIN that a slip of a finger would make a twin of, or a twin of it: no slip raises an alarm. */
async function isTaken(
  { credentials }: GivingTransaction,
  { kind, lookup, duress }: Pick<Credential, 'kind' | 'lookup' | 'duress'>,
) {
  if (await credentials.findByLookup(kind, lookup!)) return true;
  if (kind !== 'pin') return false;
  for (const slip of slipsOf(lookup!)) {
    const near = await credentials.findByLookup('pin', slip);
    if (near && (near.duress || duress)) return true;
  }
  return false;
}
