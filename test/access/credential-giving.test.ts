import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { CredentialId, PersonId } from '../../src/kernel/index.ts';
import { type AccessHouse, openAccessHouse } from '../fakes/access-house.ts';

let house: AccessHouse;
let [ada, bob, admin] = ['' as PersonId, '' as PersonId, '' as PersonId];
beforeEach(async () => {
  house = await openAccessHouse();
  ada = await house.addPerson('ada', null);
  bob = await house.addPerson('bob', null);
  admin = await house.addPerson('admin', null);
});
afterEach(() => house.close());

const by = (id = admin) => ({ id, ipAddress: '192.0.2.9' });
const givePin = (to: PersonId, pin: string, { duress = false, actor = by() } = {}) =>
  house.giving.give(to, { kind: 'pin', pin, label: 'PIN', duress }, actor);
const giveCard = (to: PersonId, uid: string, duress = false) =>
  house.giving.give(to, { kind: 'card', uid, label: 'Fob', duress }, by());
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'given',
    (error: { code: string }) => error.code,
  );

test('B2 what is given is kept as it is found by, and the log says who gave what to whom and nothing of it', async () => {
  const pin = await givePin(ada, '482913');
  const card = await giveCard(ada, '{"RC522":{"UID":"3DD5FCFF"}}');
  expect(await house.store.credentials.findByLookup('pin', '482913')).toEqual(pin);
  expect(await house.store.credentials.findByLookup('card', 'uid:3DD5FCFF')).toEqual(card);
  expect(JSON.parse(card.secret)).toEqual({
    ...{ scheme: 'uid', bits: 32, uid: '3DD5FCFF' },
    raw: '{"RC522":{"UID":"3DD5FCFF"}}',
  });
  const told = house.events.filter(({ type }) => type === 'credential.added');
  expect(told.map(({ facts, personId, actorId }) => ({ facts, personId, actorId }))).toEqual([
    { facts: { factor: 'pin', credentialId: pin.id }, personId: ada, actorId: admin },
    { facts: { factor: 'card', credentialId: card.id }, personId: ada, actorId: admin },
  ]);
  expect(JSON.stringify(house.events)).not.toMatch(/482913|3DD5FCFF/);
});

test('B11 an easy PIN is refused, and so is a card number that could be several', async () => {
  expect(await codeOf(givePin(ada, '123456'))).toBe('pin_too_easy');
  await expect(giveCard(ada, 'a1b')).rejects.toMatchObject({
    code: 'card_refused',
    message: expect.stringContaining('leaves out zeros'),
    details: { refusal: 'unpadded' },
  });
  expect(await house.store.credentials.listOf(ada)).toEqual([]);
});

test('E1 whoever asks for PINs that others have is made to wait, across a restart, and is told nothing then', async () => {
  const pins = ['482913', '730516', '902107', '739105', '641830', '518264'];
  for (const pin of pins) await givePin(ada, pin, { actor: by(bob) });
  const tries: string[] = [];
  for (const pin of pins) tries.push(await codeOf(givePin(bob, pin)));
  expect(tries).toEqual([...Array(5).fill('credential_taken'), 'throttled']);
  // Neither for one that is free: the wait tells nothing.
  await expect(givePin(bob, '295038')).rejects.toMatchObject({
    code: 'throttled',
    details: { retryAfterMs: 30_000 },
  });
  expect(await codeOf(givePin(bob, '295038', { actor: by(ada) }))).toBe('given');
  house.clock.time += 30_000;
  expect(await codeOf(givePin(bob, '295083'))).toBe('given');
  expect(await codeOf(givePin(bob, pins[0]!))).toBe('credential_taken');
  expect(await codeOf(givePin(bob, '604172'))).toBe('throttled');
});

test('of two who ask for one PIN at the same moment one gets it', async () => {
  const given = await Promise.all([codeOf(givePin(ada, '482913')), codeOf(givePin(bob, '482913'))]);
  expect(given.sort()).toEqual(['credential_taken', 'given']);
});

describe('B13 a duress twin', () => {
  it('is given only beside an ordinary one of its kind, and taking the one tells nothing of the other', async () => {
    expect(await codeOf(givePin(ada, '739105', { duress: true }))).toBe('twin_alone');
    await giveCard(ada, '3DD5FCFF');
    expect(await codeOf(givePin(ada, '739105', { duress: true }))).toBe('twin_alone');
    const [first, second] = [await givePin(ada, '482913'), await givePin(ada, '640275')];
    await givePin(ada, '739105', { duress: true });
    await house.giving.take(ada, first.id, by());
    await house.giving.take(ada, second.id, by());
    const left = await house.store.credentials.listOf(ada);
    expect(left.map(({ kind, duress }) => [kind, duress])).toEqual([
      ['card', false],
      ['pin', true],
    ]);
    expect(house.events.filter(({ type }) => type === 'credential.removed')).toHaveLength(2);
  });

  it('is no PIN that a slip of a finger makes of anybody’s, whichever of the two is given first', async () => {
    await givePin(ada, '482913');
    await givePin(bob, '640275');
    for (const slip of ['482914', '482813', '582913', '640276', '640175'])
      expect(await codeOf(givePin(ada, slip, { duress: true, actor: by(newActor()) }))).toBe(
        'credential_taken',
      );
    await givePin(ada, '482946', { duress: true });
    for (const slip of ['482943', '482976', '182946'])
      expect(await codeOf(givePin(bob, slip, { actor: by(newActor()) }))).toBe('credential_taken');
    // Two ordinary ones may lie side by side, and another length is no slip.
    expect(await codeOf(givePin(bob, '482912'))).toBe('given');
    expect(await codeOf(givePin(bob, '48294'))).toBe('given');
  });

  let actors = 0;
  const newActor = () => `actor-${actors++}` as PersonId;
});

test('nobody takes what is somebody else’s, or twice', async () => {
  const pin = await givePin(ada, '482913');
  expect(await codeOf(house.giving.take(bob, pin.id, by()))).toBe('not_found');
  expect(await codeOf(house.giving.take(ada, 'none' as CredentialId, by()))).toBe('not_found');
  expect(await codeOf(house.giving.take(ada, pin.id, by()))).toBe('given');
  expect(await codeOf(house.giving.take(ada, pin.id, by()))).toBe('not_found');
});

test('a finger is of a reader that is there, and nothing is given to somebody who is not', async () => {
  const finger = {
    kind: 'fingerprint',
    readerId: 'nowhere',
    slot: 3,
    label: 'Thumb',
    duress: false,
  } as const;
  expect(await codeOf(house.giving.give(ada, finger, by()))).toBe('not_found');
  expect(await codeOf(givePin('nobody' as PersonId, '482913'))).toBe('not_found');
});

describe('a PIN that a person makes for themselves', () => {
  const renew = (id: PersonId, twin = false) => house.giving.renewPin(id, twin, by(id));

  it('B11 takes the place of the one they had, is six digits that nobody chose, and stands in the log without it', async () => {
    await givePin(ada, '482913');
    const pin = await renew(ada);
    expect(pin).toMatch(/^\d{6}$/);
    const held = await house.store.credentials.listOf(ada);
    expect(held.map(({ lookup, duress }) => ({ lookup, duress }))).toEqual([{ lookup: pin, duress: false }]);
    expect(house.events.at(-1)).toMatchObject({ type: 'credential.renewed', actorId: ada, personId: ada });
    expect(JSON.stringify(house.events)).not.toContain(pin);
  });

  it('B13 may have a twin beside it, which a renewed ordinary one leaves alone', async () => {
    await givePin(ada, '482913');
    const twin = await renew(ada, true);
    const pin = await renew(ada);
    const [first, second] = house.events.slice(-2).map(({ seq: _, hash: __, ...event }) => event);
    expect(first).toEqual(second);
    const held = await house.store.credentials.listOf(ada);
    expect(held.map(({ lookup, duress, label }) => [lookup, duress, label])).toEqual([
      [twin, true, 'PIN'],
      [pin, false, 'PIN'],
    ]);
    expect([...pin].filter((digit, place) => digit !== twin[place]).length).toBeGreaterThan(1);
  });

  it('is made for nobody who was given none: no member opens a door for themselves', async () => {
    await givePin(bob, '482913', { duress: false });
    expect(await codeOf(renew(ada))).toBe('not_found');
    expect(await codeOf(renew(ada, true))).toBe('not_found');
    expect(await house.store.credentials.listOf(ada)).toEqual([]);
  });
});
