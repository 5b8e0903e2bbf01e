import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLedger } from '../../src/evidence/index.ts';
import { type GroupId, type PersonId, type RoleId, systemClock } from '../../src/kernel/index.ts';
import {
  createGroups,
  createPasswordHasher,
  createPeople,
  createRoleChanges,
  PERMISSIONS,
} from '../../src/people/index.ts';
import { openStore, type Store } from '../../src/storage/index.ts';
import { examplePerson } from '../contract/examples.ts';

const ACTOR = { id: null, ipAddress: null };
const OWNER = { roles: ['owner' as const], permissions: new Set(PERMISSIONS) };
const NOBODY = 'nobody' as PersonId;
const refused = (code: string) => expect.objectContaining({ code });

let store: Store;
let house: ReturnType<typeof build>;
beforeEach(async () => {
  store = await openStore({ file: ':memory:', masterKey: randomBytes(32) });
  house = build();
});
afterEach(() => store.close());

function build() {
  const clock = systemClock;
  const ledger = createLedger({ store, clock, chainKey: store.chainKey, reactors: [], publish: () => {} });
  return {
    groups: createGroups(ledger, async () => []),
    roles: createRoleChanges(ledger),
    people: createPeople({ ledger, store, clock, hasher: createPasswordHasher() }),
  };
}

const told = async () => (await store.events.list({ limit: 50 })).map(({ type }) => type);
async function addAda() {
  const ada = examplePerson({ userName: 'ada' });
  await store.people.add(ada);
  return ada;
}

describe('A16 a group', () => {
  it('has a name of its own, in whatever spelling, and may be spelled anew', async () => {
    const { id } = await house.groups.add('Family', ACTOR);
    const other = await house.groups.add('Guests', ACTOR);
    await expect(house.groups.add('FAMILY', ACTOR)).rejects.toEqual(refused('name_taken'));
    await expect(house.groups.rename(other.id, 'family', ACTOR)).rejects.toEqual(refused('name_taken'));
    expect(await house.groups.rename(id, 'FAMILY', ACTOR)).toEqual({ id, name: 'FAMILY' });
    expect((await store.groups.list()).map(({ name }) => name)).toEqual(['FAMILY', 'Guests']);
  });

  it('called what it is called already is not changed, and nothing is told', async () => {
    const group = await house.groups.add('Family', ACTOR);
    expect(await house.groups.rename(group.id, 'Family', ACTOR)).toEqual(group);
    expect(await told()).toEqual(['group.added']);
  });

  it('that there is not can be neither renamed nor removed', async () => {
    const none = 'none' as GroupId;
    await expect(house.groups.rename(none, 'Night', ACTOR)).rejects.toEqual(refused('not_found'));
    await expect(house.groups.remove(none, ACTOR)).rejects.toEqual(refused('not_found'));
    expect(await told()).toEqual([]);
  });

  it('that is removed lets go of its members, and of nobody else’s groups', async () => {
    const [gone, kept] = [await house.groups.add('Gone', ACTOR), await house.groups.add('Kept', ACTOR)];
    await store.people.add(examplePerson({ userName: 'ada', groups: [gone.id, kept.id] }));
    await store.people.add(examplePerson({ userName: 'bob', groups: [kept.id] }));
    await house.groups.remove(gone.id, ACTOR);
    expect((await store.people.list()).map(({ groups }) => groups)).toEqual([[kept.id], [kept.id]]);
    expect((await store.events.list({ limit: 1 }))[0]).toMatchObject({ facts: { people: 1 } });
  });
});

describe('A16 a role', () => {
  const draft = { name: 'Night', permissions: PERMISSIONS.slice(0, 2) };

  it('as it was is not changed, in whatever order its permissions are given', async () => {
    const role = await house.roles.add(draft, OWNER, ACTOR);
    const turned = { ...draft, permissions: [...draft.permissions].reverse() };
    expect(await house.roles.change(role.id, turned, OWNER, ACTOR)).toEqual(role);
    expect(await told()).toEqual(['role.added']);
    await house.roles.change(role.id, { ...draft, name: 'Day' }, OWNER, ACTOR);
    expect(await told()).toEqual(['role.changed', 'role.added']);
  });

  it('that there is not, that is built in or that somebody has cannot be removed', async () => {
    const { id } = await house.roles.add(draft, OWNER, ACTOR);
    await store.people.add(examplePerson({ roles: [id] }));
    for (const [role, code] of [
      ['none' as RoleId, 'not_found'],
      ['guard', 'role_built_in'],
      [id, 'role_in_use'],
    ] as const)
      await expect(house.roles.remove(role, OWNER, ACTOR)).rejects.toEqual(refused(code));
    expect(await store.roles.list()).toHaveLength(1);
  });

  it('that nobody has any more can be', async () => {
    const { id } = await house.roles.add(draft, OWNER, ACTOR);
    await house.roles.remove(id, OWNER, ACTOR);
    expect(await store.roles.list()).toEqual([]);
    await expect(house.roles.change(id, draft, OWNER, ACTOR)).rejects.toEqual(refused('not_found'));
  });
});

describe('A16 a person', () => {
  it('that there is not can be neither changed, suspended nor erased, nor get a password', async () => {
    for (const doing of [
      house.people.change(NOBODY, { displayName: 'X' }, ACTOR),
      house.people.suspend(NOBODY, ACTOR),
      house.people.reactivate(NOBODY, ACTOR),
      house.people.erase(NOBODY, ACTOR),
      house.people.setPassword(NOBODY, 'a long enough secret', ACTOR),
    ])
      await expect(doing).rejects.toEqual(refused('not_found'));
    expect(await told()).toEqual([]);
  });

  it('as they were are not changed, and nothing is told', async () => {
    const ada = await addAda();
    expect(await house.people.change(ada.id, { displayName: ada.displayName }, ACTOR)).toEqual(ada);
    expect(await house.people.reactivate(ada.id, ACTOR)).toEqual(ada);
    expect(await told()).toEqual([]);
  });

  it('is suspended once, and back once', async () => {
    const { id } = await addAda();
    for (let i = 0; i < 2; i++) await house.people.suspend(id, ACTOR);
    for (let i = 0; i < 2; i++) await house.people.reactivate(id, ACTOR);
    expect(await told()).toEqual(['person.reactivated', 'person.suspended']);
  });

  it.each([
    [{ roles: ['emperor' as RoleId] }, /no such role/],
    [{ groups: ['none' as GroupId] }, /no such group/],
    [{ validFrom: 2000, validUntil: 2000 }, /ends before it begins/],
  ])('cannot be given %j', async (change, words) => {
    const ada = await addAda();
    await expect(house.people.change(ada.id, change, ACTOR)).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringMatching(words),
    });
    expect(await store.people.find(ada.id)).toEqual(ada);
  });

  it('may pass from a time, until a time, or between two', async () => {
    const { id } = await addAda();
    const [from, until] = [Date.now() - 1000, Date.now() + 1_000_000];
    await house.people.change(id, { validFrom: from }, ACTOR);
    await house.people.change(id, { validUntil: until }, ACTOR);
    expect(await store.people.find(id)).toMatchObject({ validFrom: from, validUntil: until });
    await house.people.change(id, { validFrom: null }, ACTOR);
    expect(await store.people.find(id)).toMatchObject({ validFrom: null, validUntil: until });
  });
});
