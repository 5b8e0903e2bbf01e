import {
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import type { RecordEvents } from '../evidence/index.ts';
import { type Clock, type CredentialId, newId, type PersonId, SallyportError } from '../kernel/index.ts';
import type { Actor, Person } from '../people/index.ts';
import type { Credential, CredentialRepository } from './credential.ts';
import {
  describePasskey,
  newChallenge,
  type PasskeySecret,
  type PasskeySite,
  userHandleOf,
} from './factors/passkey.ts';
import { createPending } from './pending.ts';

export interface PasskeyEnrolmentOptions {
  ledger: { transaction<T>(work: (tx: PasskeyTransaction) => Promise<T>): Promise<T> };
  credentials: Pick<CredentialRepository, 'listOf'>;
  clock: Clock;
  site(): PasskeySite | null;
  /** What the browser calls this site. */
  siteName: string;
}

export interface PasskeyTransaction {
  credentials: Pick<CredentialRepository, 'add' | 'listOf' | 'rename'>;
  record: RecordEvents;
}

/** What a browser’s `create()` answers, as JSON. */
export type NewPasskey = Pick<RegistrationResponseJSON, 'id' | 'rawId' | 'type'> & {
  response: Pick<RegistrationResponseJSON['response'], 'clientDataJSON' | 'attestationObject' | 'transports'>;
};

/** Without the name it will belong to, which the browser takes from the address it is at. */
export type PasskeyOffer = Omit<PublicKeyCredentialCreationOptionsJSON, 'rp'> & { rp: { name: string } };

export interface PasskeyEnrolment {
  /** Throws `passkeys_need_a_name`. */
  begin(person: Person): Promise<PasskeyOffer>;
  /** One answer for each beginning, right or wrong. Throws `nothing_begun`, `passkey_refused`, `credential_taken`. */
  finish(personId: PersonId, label: string, response: NewPasskey, actor: Actor): Promise<Credential>;
  /** Throws `not_found`. */
  rename(personId: PersonId, id: CredentialId, label: string, actor: Actor): Promise<void>;
}

const OFFER_MS = 120_000;
const MOST_PASSKEYS = 20;
/** EdDSA, ES256 and RS256: what authenticators speak (WebAuthn 5.4.2). */
const ALGORITHMS = [-8, -7, -257];

export function createPasskeyEnrolment(options: PasskeyEnrolmentOptions): PasskeyEnrolment {
  const { ledger, clock } = options;
  const pending = createPending<PersonId, string>(clock, OFFER_MS);

  return {
    async begin(person) {
      if (!options.site()) throw new SallyportError('passkeys_need_a_name');
      const held = (await options.credentials.listOf(person.id)).filter(({ kind }) => kind === 'passkey');
      const challenge = newChallenge();
      pending.begin(person.id, challenge);
      return {
        rp: { name: options.siteName },
        user: { id: userHandleOf(person.id), name: person.userName, displayName: person.displayName },
        challenge,
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: 'public-key' })),
        timeout: OFFER_MS,
        // One of an authenticator is enough: a second would silently replace the first.
        excludeCredentials: held.map(describePasskey),
        // Discoverable, so that it names its person; verified, so that it may be the only factor.
        authenticatorSelection: {
          residentKey: 'required',
          requireResidentKey: true,
          userVerification: 'required',
        },
        attestation: 'none',
      };
    },

    async finish(personId, label, response, actor) {
      const challenge = pending.find(personId);
      pending.end(personId);
      const site = options.site();
      if (!challenge || !site) throw new SallyportError('nothing_begun');
      const made = await checkNew(response, challenge, site);
      const credential: Credential = {
        ...{ id: newId<CredentialId>(), personId, kind: 'passkey', lookup: made.id },
        ...{ secret: JSON.stringify(made.secret), label, duress: false },
        ...{ counter: made.counter, createdAt: clock.now(), usedAt: null },
      };
      await ledger.transaction(async (tx) => {
        const held = (await tx.credentials.listOf(personId)).filter(({ kind }) => kind === 'passkey');
        if (held.length >= MOST_PASSKEYS) throw new SallyportError('too_many_credentials');
        await tx.credentials.add(credential);
        await tx.record([{ type: 'credential.added', ...about(credential, actor) }]);
      });
      return credential;
    },

    rename: (personId, id, label, actor) =>
      ledger.transaction(async (tx) => {
        const held = (await tx.credentials.listOf(personId)).find((one) => one.id === id);
        if (!held || held.duress) throw new SallyportError('not_found');
        await tx.credentials.rename(personId, id, label);
        await tx.record([{ type: 'credential.renamed', ...about(held, actor) }]);
      }),
  };
}

const about = ({ kind, id, personId }: Credential, actor: Actor) => ({
  facts: { factor: kind, credentialId: id },
  ...{ personId, actorId: actor.id, ipAddress: actor.ipAddress },
});

interface MadePasskey {
  id: string;
  secret: PasskeySecret;
  counter: number;
}

/** Throws `passkey_refused`, without a word of what was expected. */
async function checkNew(response: NewPasskey, challenge: string, site: PasskeySite): Promise<MadePasskey> {
  const info = await verifyNew(response, challenge, site).catch(() => null);
  if (!info?.rpID) throw new SallyportError('passkey_refused');
  const { id, publicKey, counter, transports = [] } = info.credential;
  const key = Buffer.from(publicKey).toString('base64url');
  return { id, counter, secret: { publicKey: key, rpId: info.rpID, transports: [...transports] } };
}

async function verifyNew(response: NewPasskey, challenge: string, { origins, rpIds }: PasskeySite) {
  if (decodeClientDataJSON(response.response.clientDataJSON).crossOrigin) return null;
  const { registrationInfo } = await verifyRegistrationResponse({
    response: { ...response, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: origins,
    expectedRPID: rpIds,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  });
  return registrationInfo;
}
