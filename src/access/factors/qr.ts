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
  for (const { id, kind, duress } of await credentials.listOf(personId))
    if (kind === 'qr' && !duress) await credentials.remove(personId, id);
  const credential = qrOf(personId, now);
  await credentials.add(credential);
  return {
    type: 'code.issued',
    facts: { factor: 'qr', credentialId: credential.id },
    ...{ personId, attemptId },
  };
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
          // A twin is followed by a twin that no message shows: what is mailed is the same as ever.
          if (duress) await tx.credentials.add({ ...qrOf(personId, now), label: known.label, duress });
          await tx.record([await issueQr(tx, { personId, attemptId, now })]);
          return true;
        },
      };
    },
  };
}
