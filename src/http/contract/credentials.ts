import { z } from 'zod';
import { CARD_NOTATIONS, CREDENTIAL_KINDS } from '../../access/index.ts';
import { id, idParams, instant, line, named } from './common.ts';
import { route } from './route.ts';

export const pin = z.string().regex(/^\d{4,12}$/, 'must be 4 to 12 digits');
/** As a reader wrote it; what it means is found out later. */
export const cardText = z.string().min(1).max(256);
export const cardNotation = z.enum(CARD_NOTATIONS).optional();
export const slot = z.number().int().min(0).max(65_535);

const CredentialView = named(
  'Credential',
  z.object({
    id: z.string(),
    kind: z.enum(CREDENTIAL_KINDS),
    label: z.string(),
    hint: z.string().describe('What tells it from others, without the secret: the end of a card’s number'),
    duress: z
      .boolean()
      .describe('A twin that raises a silent alarm; false for all who do not receive these, and of oneself'),
    createdAt: instant,
    usedAt: instant.nullable(),
  }),
);

const given = { label: line(80), duress: z.boolean().default(false) };

const NewCredential = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pin'), pin, ...given }),
  z.strictObject({ kind: z.literal('card'), uid: cardText, scheme: cardNotation, ...given }),
  z.strictObject({ kind: z.literal('fingerprint'), readerId: id, slot, ...given }),
]);

const ofPerson = { tag: 'Credentials', permission: 'people.write' as const };

export const credentialsContract = {
  listCredentials: route({
    ...ofPerson,
    method: 'GET',
    url: '/api/people/:id/credentials',
    summary: 'What a person knows or has besides the password: PINs, cards, fingers and more, oldest first',
    params: idParams,
    status: 200,
    answer: z.object({ credentials: z.array(CredentialView) }),
  }),
  giveCredential: route({
    ...ofPerson,
    method: 'POST',
    fresh: true,
    url: '/api/people/:id/credentials',
    summary:
      'Gives a PIN, a card or a finger. A PIN is refused as credential_taken when somebody has it, or when a slip of a finger lies between it and a duress twin; whoever is told so often must wait',
    params: idParams,
    body: NewCredential,
    status: 201,
    answer: CredentialView,
  }),
  takeCredential: route({
    ...ofPerson,
    method: 'DELETE',
    fresh: true,
    url: '/api/people/:id/credentials/:credentialId',
    summary: 'Takes it away',
    params: z.strictObject({ id, credentialId: id }),
    status: 204,
    answer: 'none',
  }),
};
