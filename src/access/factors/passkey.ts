import { randomBytes } from 'node:crypto';
import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import type { PersonId } from '../../kernel/index.ts';
import type { Credential } from '../credential.ts';
import type { Factor, FactorAnswer, FactorContext } from './factor.ts';
import { noMatch } from './held-credential.ts';
import { TRAITS } from './traits.ts';

/** Where passkeys count, by this server's own settings; never by what a request says of itself. */
export interface PasskeySite {
  /** As browsers write them: scheme, name and port. */
  origins: string[];
  /** The names a passkey may belong to. */
  rpIds: string[];
}

export interface PasskeySource {
  /** Null where browsers have no passkeys: at bare addresses, and without HTTPS anywhere but at localhost. */
  site(): PasskeySite | null;
  /** By WebAuthn's own id. */
  find(id: string): Promise<Credential | null>;
  listOf(personId: PersonId): Promise<Credential[]>;
}

/** What is kept of a passkey, besides its id, which it is found by. */
export interface PasskeySecret {
  /** COSE, base64url. */
  publicKey: string;
  /** The name it belongs to. */
  rpId: string;
  transports: string[];
}

export interface PasskeyInput {
  response: Omit<
    AuthenticationResponseJSON,
    'response' | 'clientExtensionResults' | 'authenticatorAttachment'
  > & {
    response: AuthenticationResponseJSON['response'];
  };
}

/** What the challenge demands; `verified`: the authenticator must have asked for a PIN or a finger. */
interface Asked {
  challenge: string;
  verified: boolean;
}

const CHALLENGE_MS = 120_000;
const CHALLENGE_BYTES = 32;

/** WebAuthn's user handle: our id, which says nothing about the person. */
export const userHandleOf = (personId: PersonId): string => Buffer.from(personId).toString('base64url');
export const newChallenge = (): string => randomBytes(CHALLENGE_BYTES).toString('base64url');
export const passkeySecretOf = ({ secret }: Credential): PasskeySecret => JSON.parse(secret) as PasskeySecret;

/**
 * Names its person by itself, or is theirs whom an earlier factor named. Where it comes first it may stay the only
 * factor, and then the authenticator must verify the user; after another factor it should.
 */
export function createPasskeyFactor(source: PasskeySource): Factor<PasskeyInput> {
  return {
    ...TRAITS.passkey,

    async challenge({ claimedPersonId, now }) {
      const all = claimedPersonId ? await source.listOf(claimedPersonId) : [];
      const held = all.filter(({ kind }) => kind === 'passkey');
      if (!source.site() || (claimedPersonId && held.length === 0))
        return { ok: false, reason: 'factor_missing' };
      const asked: Asked = { challenge: newChallenge(), verified: claimedPersonId === null };
      return {
        ok: true,
        keep: JSON.stringify(asked),
        expiresAt: now + CHALLENGE_MS,
        // Without the name it belongs to, which each browser takes from the address it is at.
        show: {
          challenge: asked.challenge,
          timeout: CHALLENGE_MS,
          userVerification: asked.verified ? 'required' : 'preferred',
          ...(claimedPersonId ? { allowCredentials: held.map(describePasskey) } : {}),
        },
      };
    },

    async verify({ response }, context) {
      const { claimedPersonId } = context;
      const found = await source.find(response.id);
      const site = source.site();
      if (!site || context.challenge === null) return noMatch(claimedPersonId, 'wrong_secret');
      const owner = found?.personId ?? claimedHandle(response);
      const secret = found ? passkeySecretOf(found) : { publicKey: NOBODYS_KEY, rpId: site.rpIds[0]! };
      const counter = await checkAssertion(response, { owner, ...secret }, site, context);
      if (!found) return noMatch(claimedPersonId, 'unknown_credential');
      if (counter === null) return noMatch(claimedPersonId, 'wrong_secret');
      // WebAuthn 7.2 step 22. Only now: without the signature anybody could raise this alarm.
      const fell = (counter > 0 || found.counter > 0) && counter <= found.counter;
      if (!fell) return matchPasskey(found, counter, context.now);
      return {
        ...{ verdict: 'no_match', personId: claimedPersonId, reason: 'wrong_secret' },
        hint: { counterFellOf: found.id },
      };
    },
  };
}

export const describePasskey = (credential: Credential) => ({
  type: 'public-key' as const,
  id: credential.lookup!,
  transports: passkeySecretOf(credential).transports,
});

/** A key that nobody has the other half of: checked where there is none, so that it takes as long. */
const NOBODYS_KEY =
  'pQECAyYgASFYILKPGs9aG_QOP2wX_4CtfP6q6dAW8dsrWgXGlRTmihQjIlgg575x2Jumgo6SGfUcbK77vys5uHJ9jyMbp2710LLwZb4';
const claimedHandle = ({ response: { userHandle = '' } }: PasskeyInput['response']) =>
  Buffer.from(userHandle, 'base64url').toString() as PersonId;

/** The signature counter of an assertion in which everything is right; null for any other. Nothing of why leaves here. */
async function checkAssertion(
  response: PasskeyInput['response'],
  { owner, publicKey, rpId }: Pick<PasskeySecret, 'publicKey' | 'rpId'> & { owner: PersonId },
  { origins, rpIds }: PasskeySite,
  { challenge, claimedPersonId }: FactorContext,
): Promise<number | null> {
  const asked = JSON.parse(challenge!) as Asked;
  const { userHandle, clientDataJSON } = response.response;
  // WebAuthn 7.2 step 6: where nobody is claimed, the passkey itself must say whose it is.
  if (userHandle ? userHandle !== userHandleOf(owner) : claimedPersonId === null) return null;
  try {
    // Ours is shown in nobody's frame.
    if (decodeClientDataJSON(clientDataJSON).crossOrigin) return null;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge: asked.challenge,
      expectedOrigin: origins,
      expectedRPID: rpIds.filter((one) => one === rpId),
      requireUserVerification: asked.verified,
      // 0: the library would look at the counter before the signature.
      credential: { id: response.id, publicKey: Buffer.from(publicKey, 'base64url'), counter: 0 },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    // Its errors hold the challenge that was expected.
    return null;
  }
}

/** Refused when it was removed since the check, or when another attempt came first with as high a counter. */
function matchPasskey({ id, personId }: Credential, counter: number, now: number): FactorAnswer {
  return {
    ...{ verdict: 'match', personId },
    use: ({ credentials }) => (counter > 0 ? credentials.use(id, counter, now) : credentials.touch(id, now)),
  };
}
