import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { Credential } from '../../src/access/index.ts';
import type { PersonId } from '../../src/kernel/index.ts';
import { exampleCredential } from '../contract/examples.ts';

export const EXAMPLE_SITE = { origins: ['https://door.example.org'], rpIds: ['door.example.org'] };

/** What an assertion says; every part may be wrong. */
export interface Saying {
  challenge: string;
  origin?: string;
  rpId?: string;
  type?: string;
  crossOrigin?: boolean;
  verified?: boolean;
  present?: boolean;
  /** Null leaves it out. */
  userHandle?: string | null;
  counter?: number;
  /** Signs with another key than its own. */
  forged?: boolean;
}

const FLAGS = { present: 0x01, verified: 0x04, attested: 0x40 };
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const encode = (data: string | Buffer) => Buffer.from(data).toString('base64url');
const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** An authenticator made of software, with one ES256 passkey; it says whatever it is told to. */
export function createAuthenticator(personId: PersonId, { counts = true } = {}) {
  const { privateKey, publicKey } = newKeys();
  const id = randomBytes(16);
  let counter = 0;

  function authenticatorData(said: Saying, attested?: Buffer): Buffer {
    const count = Buffer.alloc(4);
    if (counts) counter++;
    count.writeUInt32BE(said.counter ?? counter);
    const { present = true, verified = true, rpId = EXAMPLE_SITE.rpIds[0]! } = said;
    const flags =
      (present ? FLAGS.present : 0) | (verified ? FLAGS.verified : 0) | (attested ? FLAGS.attested : 0);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  }

  const clientData = (
    { challenge, origin = EXAMPLE_SITE.origins[0]!, crossOrigin = false }: Saying,
    type: string,
  ) => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }));

  return {
    id: encode(id),
    /** As it is kept once registered. */
    credential: (change: Partial<Credential> = {}): Credential =>
      exampleCredential(personId, {
        ...{ kind: 'passkey', lookup: encode(id), label: 'A key' },
        secret: JSON.stringify({
          publicKey: encode(cosePublicKey(publicKey)),
          rpId: EXAMPLE_SITE.rpIds[0]!,
          transports: ['usb'],
        }),
        ...change,
      }),

    assert(said: Saying) {
      const data = authenticatorData(said);
      const client = clientData(said, said.type ?? 'webauthn.get');
      const key = said.forged ? newKeys().privateKey : privateKey;
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), key);
      const { userHandle = encode(personId) } = said;
      return {
        ...{ id: encode(id), rawId: encode(id), type: 'public-key' as const },
        response: {
          clientDataJSON: encode(client),
          authenticatorData: encode(data),
          signature: encode(signature),
          ...(userHandle === null ? {} : { userHandle }),
        },
      };
    },

    register(said: Saying) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cosePublicKey(publicKey)]);
      const object = isoCBOR.encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', new Uint8Array(authenticatorData(said, attested))],
        ]) as never,
      );
      return {
        ...{ id: encode(id), rawId: encode(id), type: 'public-key' as const },
        response: {
          clientDataJSON: encode(clientData(said, said.type ?? 'webauthn.create')),
          attestationObject: encode(Buffer.from(object)),
          transports: ['usb' as const],
        },
      };
    },
  };
}
export type Authenticator = ReturnType<typeof createAuthenticator>;

/** RFC 9053 7.1: kty EC2, alg ES256, crv P-256. */
function cosePublicKey(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' });
  const bytes = (text: string | undefined) => new Uint8Array(Buffer.from(text!, 'base64url'));
  const cose = new Map<number, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, bytes(x)],
    [-3, bytes(y)],
  ]);
  return Buffer.from(isoCBOR.encode(cose as never));
}
