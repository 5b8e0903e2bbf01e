import { randomBytes } from 'node:crypto';
import type { RecordEvents } from '../evidence/index.ts';
import { type Clock, type CredentialId, newId, type PersonId, SallyportError } from '../kernel/index.ts';
import type { Actor, Person } from '../people/index.ts';
import type { Credential, CredentialRepository } from './credential.ts';
import { findTotpStep, keepSecret, TOTP, toBase32 } from './factors/totp.ts';
import { createPending } from './pending.ts';

export interface TotpEnrolmentOptions {
  ledger: { transaction<T>(work: (tx: TotpTransaction) => Promise<T>): Promise<T> };
  clock: Clock;
  /** What an authenticator app calls this site. */
  issuer: string;
}

export interface TotpTransaction {
  credentials: Pick<CredentialRepository, 'add' | 'listOf'>;
  record: RecordEvents;
}

/** What an authenticator app is given, shown once and kept nowhere in the clear. */
export interface TotpOffer {
  secret: string;
  /** `otpauth://`, for a QR code. */
  uri: string;
  expiresAt: number;
}

export interface TotpEnrolment {
  /** Takes the place of what this person began before; nothing counts until `confirm`. Throws `twin_alone`. */
  begin(person: Person, what: { label: string; duress: boolean }): Promise<TotpOffer>;
  /** Throws `code_wrong`, `nothing_begun`, `too_many_credentials`, `twin_alone`. */
  confirm(personId: PersonId, code: string, actor: Actor): Promise<Credential>;
}

/** Long enough to install an app. */
const OFFER_MS = 15 * 60_000;
/** A phone, a spare one, and their twins; every further one is another way in. */
const MOST_AUTHENTICATORS = 5;

export function createTotpEnrolment({ ledger, clock, issuer }: TotpEnrolmentOptions): TotpEnrolment {
  const pending = createPending<PersonId, { secret: Buffer; label: string; duress: boolean }>(
    clock,
    OFFER_MS,
  );

  return {
    async begin(person, { label, duress }) {
      if (duress) await ledger.transaction((tx) => demandOrdinary(tx, person.id));
      const secret = randomBytes(TOTP.secretBytes);
      const expiresAt = pending.begin(person.id, { secret, label, duress });
      const base32 = toBase32(secret);
      return { secret: base32, uri: otpauthUri(issuer, person.userName, base32), expiresAt };
    },

    async confirm(personId, code, actor) {
      const begun = pending.find(personId);
      if (!begun) throw new SallyportError('nothing_begun');
      const { step, stepsOff } = findTotpStep(begun.secret, code, clock.now(), 0);
      if (step === null) throw codeWrong(stepsOff);
      const credential: Credential = {
        ...{ id: newId<CredentialId>(), personId, kind: 'totp', lookup: null },
        ...{ secret: keepSecret(begun.secret), label: begun.label, duress: begun.duress },
        // The code that confirmed it is used up.
        ...{ counter: step, createdAt: clock.now(), usedAt: null },
      };
      await ledger.transaction(async (tx) => {
        if (begun.duress) await demandOrdinary(tx, personId);
        await demandRoom(tx, personId);
        await tx.credentials.add(credential);
        const facts = { factor: credential.kind, credentialId: credential.id };
        await tx.record([
          { type: 'credential.added', facts, personId, actorId: actor.id, ipAddress: actor.ipAddress },
        ]);
      });
      pending.end(personId);
      return credential;
    },
  };
}

/** Google's key URI format, as every authenticator app reads it. */
function otpauthUri(issuer: string, userName: string, secret: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(userName)}`;
  const { digits, stepMs } = TOTP;
  const period = stepMs / 1000;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${digits}&period=${period}`;
}

/** Whoever sets it up holds the secret already: they may know that their clock is wrong. */
function codeWrong(stepsOff: number | null): SallyportError {
  if (stepsOff === null) return new SallyportError('code_wrong');
  const seconds = Math.abs(stepsOff * TOTP.stepMs) / 1000;
  return new SallyportError('code_wrong', {
    sentence: `The clock of the app is about ${seconds} seconds ${stepsOff > 0 ? 'ahead of' : 'behind'} this server’s. Set both to automatic time, then try the next code.`,
    details: { clockOffMs: stepsOff * TOTP.stepMs },
  });
}

const totpOf = async ({ credentials }: TotpTransaction, personId: PersonId) =>
  (await credentials.listOf(personId)).filter(({ kind }) => kind === 'totp');

async function demandRoom(tx: TotpTransaction, personId: PersonId): Promise<void> {
  if ((await totpOf(tx, personId)).length >= MOST_AUTHENTICATORS)
    throw new SallyportError('too_many_credentials');
}

async function demandOrdinary(tx: TotpTransaction, personId: PersonId): Promise<void> {
  if (!(await totpOf(tx, personId)).some(({ duress }) => !duress)) throw new SallyportError('twin_alone');
}
