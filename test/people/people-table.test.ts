import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLedger } from '../../src/evidence/index.ts';
import { createGroups, createPeopleTable, createRoleBook, PERMISSIONS } from '../../src/people/index.ts';
import { openStore, type Store } from '../../src/storage/index.ts';
import { examplePerson } from '../contract/examples.ts';

const GIVER = { roles: ['owner' as const], permissions: new Set(PERMISSIONS) };
const ACTOR = { id: null, ipAddress: null };
const clock = { now: () => 5000 };

let store: Store;
let house: ReturnType<typeof build>;
beforeEach(async () => {
  store = await openStore({ file: ':memory:', masterKey: randomBytes(32) });
  house = build();
  await house.groups.add('Family', ACTOR);
  await store.people.add(examplePerson({ userName: 'ada', displayName: 'Ada', email: 'ada@example.org' }));
});
afterEach(() => store.close());

function build() {
  const ledger = createLedger({ store, clock, chainKey: store.chainKey, reactors: [], publish: () => {} });
  const roles = createRoleBook(store.roles);
  return {
    table: createPeopleTable({ ledger, store, roles, clock }),
    groups: createGroups(ledger, async () => []),
  };
}

const take = (...lines: string[]) => house.table.import(lines.join('\n'), GIVER, ACTOR);
const check = (...lines: string[]) => house.table.check(lines.join('\n'), GIVER, ACTOR);
const everything = async () => [await store.people.list(), (await store.events.list({ limit: 100 })).length];

describe('A16 a table of people', () => {
  it('that was exported and is imported as it is changes nobody, in whatever order their roles were given', async () => {
    const roles = ['member' as const, 'guard' as const];
    await store.people.add(examplePerson({ userName: 'bob', displayName: 'Bob', roles }));
    const rows = await take(await house.table.export(ACTOR));
    expect(rows.map(({ userName, what, changes }) => [userName, what, changes])).toEqual([
      ['ada', 'same', []],
      ['bob', 'same', []],
    ]);
  });

  it('adds who is new and changes who is there, by the user name in whatever spelling', async () => {
    const rows = await take(
      'User name;Display name;E-mail;Phone;Roles;Groups;Valid until',
      'ADA;Ada Lovelace;;;Guard | Member;family;2030-12-31',
      'bob;Bob;bob@example.org;+39 333 123-4567;;;',
    ).then((all) => all.map(({ what, problem }) => [what, problem]));
    expect(rows).toEqual([
      ['change', null],
      ['refused', expect.stringMatching(/No role is named/)],
    ]);
    const again = await take(
      'User name;Display name;E-mail;Phone;Roles;Groups;Valid until',
      'ADA;Ada Lovelace;;;Guard | Member;family;2030-12-31',
      'bob;Bob;bob@example.org;+39 333 123-4567;member;;',
    );
    expect(again.map(({ what }) => what)).toEqual(['change', 'add']);
    const [ada, bob] = await store.people.list();
    const family = (await store.groups.list())[0]!.id;
    expect(ada).toMatchObject({ displayName: 'Ada Lovelace', email: null, roles: ['guard', 'member'] });
    expect(ada).toMatchObject({ groups: [family], validUntil: new Date(2031, 0, 1).getTime() });
    expect(bob).toMatchObject({ userName: 'bob', phone: '+393331234567', status: 'active', groups: [] });
  });

  it('leaves alone what it has no column for', async () => {
    await take('user name,display name', 'ada,Ada L.');
    expect((await store.people.list())[0]).toMatchObject({ displayName: 'Ada L.', email: 'ada@example.org' });
  });

  it('names each bad row with its line and the reason, and imports nothing of the good ones', async () => {
    const before = await everything();
    const rows = await take(
      'user name,display name,e-mail,phone,roles,groups,valid from',
      'good,Good,good@example.org,,Member,,',
      'x,Too short,,,Member,,',
      'mail,Mail,not-an-address,,Member,,',
      'phone,Phone,,12345,Member,,',
      'role,Role,,,Emperor,,',
      'group,Group,,,Member,Nobody,',
      'date,Date,,,Member,,2026-02-30',
      'cells,Cells,,,Member',
      'good,Twice,,,Member,,',
      '"br\neak",Break,,,Member,,',
      'after,,,,Member,,',
    );
    const problems = rows
      .filter(({ what }) => what === 'refused')
      .map(({ line, problem }) => [line, problem]);
    expect(problems).toEqual([
      [3, expect.stringMatching(/user name/)],
      [4, expect.stringMatching(/e-mail/)],
      [5, expect.stringMatching(/phone/)],
      [6, expect.stringMatching(/no role “Emperor”/)],
      [7, expect.stringMatching(/no group “Nobody”/)],
      [8, expect.stringMatching(/2026-02-30/)],
      [9, expect.stringMatching(/5 cells .* 7 headings/)],
      [10, expect.stringMatching(/Line 2/)],
      [11, expect.stringMatching(/user name/)],
      [13, expect.stringMatching(/display name/)],
    ]);
    expect(await everything()).toEqual(before);
  });

  it('refuses a whole table that has no rows, an unknown, a missing or a double column', async () => {
    for (const [lines, problem] of [
      [[''], /nothing in it/],
      [['user name,display name'], /nothing in it/],
      [['user name,shoe size', 'a,b'], /no column “shoe size”/],
      [['display name,roles', 'a,b'], /“user name” is missing/],
      [['user name,e-mail,email', 'a,b,c'], /twice/],
    ] as const)
      expect(await check(...lines)).toMatchObject([
        { what: 'refused', problem: expect.stringMatching(problem) },
      ]);
  });

  it('refuses a table that cannot be read, and one of more people than a table may have', async () => {
    expect(await check('user name,display name', 'ada,"Ada')).toMatchObject([
      { what: 'refused', problem: expect.stringMatching(/quot/) },
    ]);
    const many = Array.from({ length: 5001 }, (_, n) => `user${n}`);
    expect(await check('user name', ...many)).toMatchObject([
      { what: 'refused', problem: expect.stringMatching(/more than 5000 people/) },
    ]);
  });

  it('needs a display name of whoever is new, and of nobody else', async () => {
    const rows = await check('user name,roles', 'ada,Guard', 'bob,Guard');
    expect(rows.map(({ what, problem }) => [what, problem])).toEqual([
      ['change', null],
      ['refused', expect.stringMatching(/display name: add that column/)],
    ]);
  });

  it('is no table of problems when it is the store that fails: that is thrown on, and nothing is changed', async () => {
    const before = await everything();
    const clockStops = () => {
      throw new Error('the clock');
    };
    const ledger = createLedger({ store, clock, chainKey: store.chainKey, reactors: [], publish: () => {} });
    const roles = createRoleBook(store.roles);
    const broken = createPeopleTable({ ledger, store, roles, clock: { now: clockStops } });
    const csv = 'user name,display name\nbob,Bob';
    await expect(broken.import(csv, GIVER, ACTOR)).rejects.toThrow('the clock');
    expect(await everything()).toEqual(before);
  });

  it('a dry run says the same as the import and changes nothing', async () => {
    const lines = ['user name,display name,roles', 'ada,Ada L.,Member', 'bob,Bob,Guard'];
    const before = await everything();
    const dry = await check(...lines);
    expect(await everything()).toEqual(before);
    expect(await take(...lines)).toEqual(dry);
    expect(dry.map(({ what, changes }) => [what, changes])).toEqual([
      ['change', ['displayName']],
      ['add', ['userName', 'displayName', 'email', 'phone', 'roles', 'groups', 'validFrom', 'validUntil']],
    ]);
    expect((await take(...lines)).map(({ what }) => what)).toEqual(['same', 'same']);
  });

  it('what was exported is imported again without a change, formulas and all', async () => {
    const formula = '=HYPERLINK("http://example.org")';
    await store.people.add(
      examplePerson({
        userName: 'eve',
        displayName: formula,
        phone: '+393331234567',
        roles: ['guard'],
        validFrom: 1234,
      }),
    );
    const csv = await house.table.export(ACTOR);
    expect(csv).not.toContain(`,"${formula.slice(0, 3)}`);
    expect(csv).toContain(`'=HYPERLINK`);
    const rows = await house.table.import(csv, GIVER, ACTOR);
    expect(rows.map(({ what, problem }) => [what, problem])).toEqual([
      ['same', null],
      ['same', null],
    ]);
  });
});
