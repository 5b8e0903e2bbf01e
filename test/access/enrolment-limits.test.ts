import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromBase32, totpCode, totpStepAt } from '../../src/access/factors/totp.ts';
import { createPasskeyEnrolment, createTotpEnrolment } from '../../src/access/index.ts';
import { createLedger } from '../../src/evidence/index.ts';
import type { CredentialId } from '../../src/kernel/index.ts';
import type { Person } from '../../src/people/index.ts';
import { openStore, type Store } from '../../src/storage/index.ts';
import { exampleCredential, examplePerson } from '../contract/examples.ts';
import { createAuthenticator, EXAMPLE_SITE } from '../fakes/software-authenticator.ts';

const ACTOR = { id: null, ipAddress: null };
const clock = { time: 1_700_000_010_000, now: () => clock.time };

let store: Store;
let ada: Person;
let ledger: ReturnType<typeof createLedger<Store>>;
beforeEach(async () => {
  store = await openStore({ file: ':memory:', masterKey: randomBytes(32) });
  ledger = createLedger({ store, clock, chainKey: store.chainKey, reactors: [], publish: () => {} }) as never;
  ada = examplePerson();
  await store.people.add(ada);
});
afterEach(() => store.close());

const held = async () => (await store.credentials.listOf(ada.id)).length;

describe('a new authenticator app', () => {
  const totp = () => createTotpEnrolment({ ledger, clock, issuer: 'House' });
  const codeOf = (secret: string, off = 0) => totpCode(fromBase32(secret), totpStepAt(clock.time) + off);

  it.each([
    [4, /120 seconds ahead of/],
    [-4, /120 seconds behind/],
  ])('whose clock is %i steps off is told which way, and is not taken', async (off, words) => {
    const enrolment = totp();
    const { secret } = await enrolment.begin(ada, { label: 'Phone', duress: false });
    await expect(enrolment.confirm(ada.id, codeOf(secret, off), ACTOR)).rejects.toMatchObject({
      code: 'code_wrong',
      message: expect.stringMatching(words),
    });
    expect(await held()).toBe(0);
  });

  it('is the last after five', async () => {
    const enrolment = totp();
    const add = async () => {
      const { secret } = await enrolment.begin(ada, { label: 'Phone', duress: false });
      return enrolment.confirm(ada.id, codeOf(secret), ACTOR);
    };
    for (let i = 0; i < 5; i++) await add();
    await expect(add()).rejects.toMatchObject({ code: 'too_many_credentials' });
    expect(await held()).toBe(5);
  });
});

describe('a new passkey', () => {
  const passkeys = (site: typeof EXAMPLE_SITE | null = EXAMPLE_SITE) =>
    createPasskeyEnrolment({
      ...{ ledger, clock, credentials: store.credentials, siteName: 'House' },
      site: () => site,
    });

  it('is not offered where browsers have none', async () => {
    await expect(passkeys(null).begin(ada)).rejects.toMatchObject({ code: 'passkeys_need_a_name' });
  });

  it('is the last after twenty', async () => {
    const enrolment = passkeys();
    const add = async () => {
      const { challenge } = await enrolment.begin(ada);
      return enrolment.finish(ada.id, 'Key', createAuthenticator(ada.id).register({ challenge }), ACTOR);
    };
    for (let i = 0; i < 20; i++) await add();
    await expect(add()).rejects.toMatchObject({ code: 'too_many_credentials' });
    expect(await held()).toBe(20);
  });

  it('is renamed by whoever it is of, and nothing of somebody else’s or that there is not', async () => {
    const bob = examplePerson();
    await store.people.add(bob);
    const key = exampleCredential(ada.id, { kind: 'passkey', lookup: 'one' });
    await store.credentials.add(key);
    const enrolment = passkeys();
    await enrolment.rename(ada.id, key.id, 'Blue key', ACTOR);
    expect(await store.credentials.listOf(ada.id)).toMatchObject([{ label: 'Blue key' }]);
    for (const [owner, id] of [
      [bob.id, key.id],
      [ada.id, 'none' as CredentialId],
    ] as const)
      await expect(enrolment.rename(owner, id, 'Mine', ACTOR)).rejects.toMatchObject({ code: 'not_found' });
    expect(await store.credentials.listOf(ada.id)).toMatchObject([{ label: 'Blue key' }]);
  });
});
