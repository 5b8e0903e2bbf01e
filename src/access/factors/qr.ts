import { randomBytes } from 'node:crypto';
import {
  type AttemptId,
  type CredentialId,
  type EventDraft,
  newId,
  type PersonId,
} from '../../kernel/index.ts';
import type { Credential, CredentialRepository } from '../credential.ts';
import type { Factor, FactorTransaction } from './factor.ts';
import { TRAITS } from './traits.ts';

export interface QrSource {
  findByLookup: CredentialRepository['findByLookup'];
}

/** Whether a text that was read is one of ours: `SP1.` and 32 random bytes. */
export const isQrText = (text: string): boolean => /^SP1\.[A-Za-z0-9_-]{43}$/.test(text);

const newQrText = () => `SP1.${randomBytes(32).toString('base64url')}`;

type Holder = { personId: PersonId; attemptId: AttemptId | null; now: number };

/**
 * A new QR code for this person; whatever they had before is void. The event says that it is on its way: record it in
 * the same transaction.
 */
export async function issueQr(
  { credentials }: Pick<FactorTransaction, 'credentials'>,
  { personId, attemptId, now }: Holder,
): Promise<EventDraft> {
  const credential = await putQr(credentials, qrOf(personId, now));
  return {
    type: 'code.issued',
    facts: { factor: 'qr', credentialId: credential.id },
    ...{ personId, attemptId },
  };
}

/**
 * A new duress twin, for the eyes of this person alone; the one before is void. The ordinary code is issued anew with
 * it, so that the log and the mail show what they show whenever somebody makes a new code.
 */
export async function issueQrTwin(
  tx: Pick<FactorTransaction, 'credentials'>,
  holder: Holder,
): Promise<{ text: string; draft: EventDraft }> {
  const draft = await issueQr(tx, holder);
  const { lookup } = await putQr(tx.credentials, { ...qrOf(holder.personId, holder.now), duress: true });
  return { text: lookup!, draft };
}

/** Takes the place of the one before. */
async function putQr(credentials: FactorTransaction['credentials'], next: Credential): Promise<Credential> {
  for (const { id, kind, duress } of await credentials.listOf(next.personId))
    if (kind === 'qr' && duress === next.duress) await credentials.remove(next.personId, id);
  await credentials.add(next);
  return next;
}

const qrOf = (personId: PersonId, now: number): Credential => ({
  ...{ id: newId<CredentialId>(), personId, kind: 'qr', lookup: newQrText() },
  ...{ secret: '', label: 'QR code', duress: false, counter: 0, createdAt: now, usedAt: null },
});

/** A QR code held to the camera. Each is good once: its use voids it and issues the next. */
export function createQrFactor({ findByLookup }: QrSource): Factor<{ text: string }> {
  return {
    ...TRAITS.qr,
    async verify({ text }, { attemptId, claimedPersonId, now }) {
      const known = isQrText(text) ? await findByLookup('qr', text) : null;
      if (!known) return { verdict: 'no_match', personId: claimedPersonId, reason: 'unknown_credential' };
      const { personId, id, duress } = known;
      return {
        verdict: 'match',
        personId,
        duress,
        async use(tx) {
          if (!(await tx.credentials.remove(personId, id))) return false;
          // A twin is followed by a twin that nobody is shown: the list of what somebody has stays as long as ever.
          if (duress) await tx.credentials.add({ ...qrOf(personId, now), label: known.label, duress });
          await tx.record([await issueQr(tx, { personId, attemptId, now })]);
          return true;
        },
      };
    },
  };
}
