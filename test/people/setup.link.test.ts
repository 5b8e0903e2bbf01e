import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLedger } from '../../src/evidence/index.ts';
import { createPasswordHasher, createPeople, createSetup } from '../../src/people/index.ts';
import { openStore, type Store } from '../../src/storage/index.ts';

const ANONYMOUS = { id: null, ipAddress: '192.0.2.5' };
const ADA = {
  userName: 'ada',
  displayName: 'Ada',
  email: 'ada@example.org',
  password: 'a long enough secret',
};

let store: Store;
let setup: ReturnType<typeof build>;
beforeEach(async () => {
  store = await openStore({ file: ':memory:', masterKey: randomBytes(32) });
  setup = build();
});
afterEach(() => store.close());

const clock = { time: 1_700_000_000_000, now: () => clock.time };

function build() {
  const ledger = createLedger({ store, clock, chainKey: store.chainKey, reactors: [], publish: () => {} });
  const people = createPeople({ ledger, store, clock, hasher: createPasswordHasher() });
  return createSetup({ ledger, store, people: people as never, clock });
}
const refused = (code: string) => expect.objectContaining({ code });
const names = async () => (await store.people.list()).map(({ displayName }) => displayName);

it('the first administrator may mend what they wrote, and stays the same person', async () => {
  const token = await setup.makeToken();
  const { id } = await setup.makeAdministrator(token, ADA, ANONYMOUS);
  const before = await store.passwords.find(id);
  const mended = { ...ADA, userName: 'ADA', displayName: 'Ada L.', password: 'another long secret' };
  expect(await setup.makeAdministrator(token, mended, { ...ANONYMOUS, id })).toMatchObject({ id });
  expect(await names()).toEqual(['Ada L.']);
  expect(await store.passwords.find(id)).not.toBe(before);
});

it('the first administrator may take another user name, and what was made under the first is gone', async () => {
  const token = await setup.makeToken();
  const { id } = await setup.makeAdministrator(token, ADA, ANONYMOUS);
  const other = await setup.makeAdministrator(
    token,
    { ...ADA, userName: 'augusta', displayName: 'Augusta' },
    { ...ANONYMOUS, id },
  );
  expect(other.id).not.toBe(id);
  expect(await names()).toEqual(['Augusta']);
});

it('a link that somebody used is theirs alone, a wrong or an old one nobody’s, and none is open without asking', async () => {
  await expect(setup.makeAdministrator('x', ADA, ANONYMOUS)).rejects.toEqual(refused('set_up_done'));
  const token = await setup.makeToken();
  await setup.makeAdministrator(token, ADA, ANONYMOUS);
  const eve = { ...ADA, userName: 'eve', displayName: 'Eve' };
  await expect(setup.makeAdministrator(token, eve, ANONYMOUS)).rejects.toEqual(refused('set_up_token_wrong'));
  const anew = await setup.makeToken();
  await expect(setup.makeAdministrator(token, eve, ANONYMOUS)).rejects.toEqual(refused('set_up_token_wrong'));
  clock.time += 24 * 3_600_000 + 1;
  await expect(setup.makeAdministrator(anew, eve, ANONYMOUS)).rejects.toEqual(refused('set_up_token_wrong'));
  expect(await names()).toEqual(['Ada']);
});
