import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPasskeySite } from '../../src/wiring/passkey-site.ts';
import { openPasskeyHouse, type PasskeyHouse } from '../fakes/passkey-house.ts';
import { createAuthenticator, type Saying } from '../fakes/software-authenticator.ts';

let opened: PasskeyHouse;
beforeAll(async () => {
  opened = await openPasskeyHouse();
});
afterAll(() => opened.house.close());

const WRONG: [string, Partial<Saying>][] = [
  ['another site', { origin: 'https://door.example.com' }],
  ['the same name without HTTPS', { origin: 'http://door.example.org' }],
  ['the same name at another port', { origin: 'https://door.example.org:8443' }],
  ['a name below ours', { origin: 'https://evil.door.example.org' }],
  ['a name that ours is the beginning of', { origin: 'https://door.example.org.evil.example' }],
  ['a page that frames ours', { crossOrigin: true }],
];

describe('an answer of a passkey', () => {
  it.each(WRONG)('given at %s opens nothing', async (_, saying) => {
    expect(await opened.say(saying)).toMatchObject({ status: 'open', wrongTries: 1, personId: null });
  });

  it.each<[string, Partial<Saying>]>([
    ['for another name', { rpId: 'example.org' }],
    ['to a registration', { type: 'webauthn.create' }],
    ['of which nobody was verified, where it is the only factor', { verified: false }],
    ['at which nobody was present', { present: false }],
    ['signed by another key', { forged: true }],
    ['that does not say whose it is, where nobody was claimed', { userHandle: null }],
    ['that says it is somebody else’s', { userHandle: Buffer.from('somebody').toString('base64url') }],
  ])('%s opens nothing', async (_, saying) => {
    expect(await opened.say(saying)).toMatchObject({ status: 'open', wrongTries: 1, personId: null });
  });

  it('by a passkey that nobody registered opens nothing', async () => {
    expect(await opened.say({}, createAuthenticator(opened.ada))).toMatchObject({
      status: 'open',
      wrongTries: 1,
    });
  });

  it('of which any part was changed on its way opens nothing', async () => {
    for (const part of ['clientDataJSON', 'authenticatorData', 'signature'] as const) {
      const { attempt, challenge } = await opened.challenged();
      const answer = opened.key.assert({ challenge });
      const bytes = Buffer.from(answer.response[part], 'base64url');
      bytes[bytes.length - 2]! ^= 1;
      const changed = { ...answer, response: { ...answer.response, [part]: bytes.toString('base64url') } };
      expect(await opened.show(attempt, changed)).toMatchObject({ status: 'open', wrongTries: 1 });
    }
  });

  it('in which everything is right opens', async () => {
    expect(await opened.say({})).toMatchObject({ status: 'granted', personId: opened.ada });
  });
});

describe('where passkeys work', () => {
  const names = ['localhost', '127.0.0.1', '::1', 'box', 'box.local', '192.0.2.7'];
  const lan = { publicUrl: null, lan: true };
  it('is at this machine’s names over HTTPS, at localhost without, and nowhere by a number', () => {
    expect(findPasskeySite(lan, names, 8470)).toEqual({
      origins: ['https://localhost:8470', 'https://box:8470', 'https://box.local:8470'],
      rpIds: ['localhost', 'box', 'box.local'],
    });
    expect(findPasskeySite({ ...lan, lan: false }, names, 8470)).toEqual({
      origins: ['http://localhost:8470'],
      rpIds: ['localhost'],
    });
    expect(findPasskeySite(lan, ['127.0.0.1', '::1', '192.0.2.7'], 8470)).toBeNull();
  });

  it('is behind a proxy its address alone', () => {
    const at = (publicUrl: string) => findPasskeySite({ publicUrl, lan: false }, names, 8470);
    expect(at('https://door.example.org')).toEqual({
      origins: ['https://door.example.org'],
      rpIds: ['door.example.org'],
    });
    for (const url of ['https://192.0.2.7', 'http://door.example.org', 'https://[2001:db8::1]'])
      expect(at(url)).toBeNull();
  });
});
