import { afterAll, beforeAll, expect, it } from 'vitest';
import { fromBase32, totpCode, totpStepAt } from '../../src/access/factors/totp.ts';
import { createTotpEnrolment } from '../../src/access/index.ts';
import type { Person } from '../../src/people/index.ts';
import { type AccessHouse, openAccessHouse } from '../fakes/access-house.ts';
import { askFor } from '../fakes/ask-for.ts';

let house: AccessHouse;
let ada: Person;
beforeAll(async () => {
  house = await openAccessHouse();
  ada = (await house.store.people.find(await house.addPerson('ada', null)))!;
  await askFor(house, ['password'], ['totp']);
});
afterAll(() => house.close());

async function setUp(duress: boolean): Promise<() => string> {
  const enrolment = createTotpEnrolment({ ledger: house.ledger, clock: house.clock, issuer: 'Here' });
  const { secret } = await enrolment.begin(ada, { label: 'A phone', duress });
  const code = () => totpCode(fromBase32(secret), totpStepAt(house.clock.now()));
  await enrolment.confirm(ada.id, code(), house.actor);
  house.clock.time += 30_000;
  return code;
}

async function signIn(code: string) {
  const { attempt } = await house.begin();
  const password = { factor: 'password' as const, userName: 'ada', password: 'right ada' };
  const { attempt: atCode } = await house.access.show(attempt, password);
  return (await house.access.show(atCode, { factor: 'totp', code })).attempt;
}

it('B13 the codes of a duress twin let in as usual, and the grant says so to silent alarms alone', async () => {
  const [ordinary, twin] = [await setUp(false), await setUp(true)];
  expect(await signIn(ordinary())).toMatchObject({ status: 'granted', duress: false });
  expect(await signIn(twin())).toMatchObject({ status: 'granted', duress: true });
  const grants = house.events.flatMap((event) => (event.type === 'attempt.granted' ? [event.facts] : []));
  expect(grants.map(({ duress }) => duress)).toEqual([undefined, true]);
});
