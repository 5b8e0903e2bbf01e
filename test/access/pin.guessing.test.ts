import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessPointId, FlowId, PersonId } from '../../src/kernel/index.ts';
import { type AccessHouse, openAccessHouse } from '../fakes/access-house.ts';

const [MINUTE, DAY] = [60_000, 86_400_000];
const DOOR = 'door' as AccessPointId;
let house: AccessHouse;
let ada: PersonId;
beforeEach(async () => {
  house = await openAccessHouse();
  ada = await house.addPerson('ada', 0);
  const step = { anyOf: ['pin', 'card'] as ('pin' | 'card')[], timeLimitMs: 60_000 };
  const flow = { id: 'door' as FlowId, name: 'Door', description: '', accepted: ['weak_alone' as const] };
  await house.store.flows.add({ ...flow, steps: [step] });
  await house.store.accessPoints.add({
    id: DOOR,
    name: 'Door',
    place: '',
    kind: 'kiosk',
    screens: 'any',
    flowId: flow.id,
  });
  await give(ada, '482913');
  const fob = { kind: 'card', uid: '3DD5FCFF', label: 'Fob', duress: false } as const;
  await house.giving.give(ada, fob, house.actor);
});
afterEach(() => house.close());

const give = (personId: PersonId, pin: string) =>
  house.giving.give(personId, { kind: 'pin', pin, label: 'PIN', duress: false }, house.actor);

let tries = 0;
/** From another address each time, as whoever has a whole network to themselves. */
async function show(input: { factor: 'pin'; pin: string } | { factor: 'card'; uid: string }) {
  tries += 1;
  const { attempt } = await house.begin(DOOR, `10.${(tries >> 8) & 255}.${tries & 255}.7`);
  return house.access.show(attempt, input);
}
const guess = () => show({ factor: 'pin', pin: String(500_000 + (tries % 1000)) });

/** How many guesses are looked at within a day by somebody who makes `burst` and then waits until they may again. */
async function countGuesses(burst: number, pauseMs: number): Promise<number> {
  const end = house.clock.time + DAY;
  let looked = 0;
  for (let inBurst = 0; house.clock.time < end; ) {
    const { attempt, retryAfterMs } = await guess();
    if (attempt.reason !== 'throttled') looked += 1;
    inBurst += 1;
    house.clock.time += Math.max(retryAfterMs, inBurst % burst === 0 ? pauseMs : 0);
  }
  return looked;
}

describe('whoever guesses at the PINs of everybody at once', () => {
  it('has 111 guesses a day at a door, from however many addresses', async () => {
    expect(await countGuesses(1000, 0)).toBeLessThanOrEqual(111);
  });

  it('has no more by pausing before each wait begins', async () => {
    expect(await countGuesses(9, 15 * MINUTE + 1000)).toBeLessThanOrEqual(111);
  });

  it('has no more by showing a PIN of their own in between', async () => {
    for (let n = 0; n < 10; n++) {
      await guess();
      await show({ factor: 'pin', pin: '482913' });
    }
    expect((await show({ factor: 'pin', pin: '482913' })).attempt.reason).toBe('throttled');
  });

  it('keeps nobody from the door who has a card', async () => {
    for (let n = 0; n < 12; n++) await guess();
    expect((await show({ factor: 'card', uid: '+3DD5FCFF' })).attempt.status).toBe('granted');
  });

  it('hits somebody’s at most once in a thousand guesses: with ten in use a PIN has five digits', async () => {
    const pins = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${n}7${n}3`);
    for (const pin of pins) await give(await house.addPerson(`p${pin}`, null), pin);
    const eleventh = await house.addPerson('eleventh', null);
    await expect(give(eleventh, '7391')).rejects.toMatchObject({ code: 'pin_too_short' });
    await give(eleventh, '73918');
  });
});

it('a house that mistypes now and then never waits, however many go in and out meanwhile', async () => {
  for (let n = 0; n < 40; n++) {
    expect((await guess()).attempt.reason).not.toBe('throttled');
    for (let right = 0; right < 3; right++) {
      house.clock.time += 6 * MINUTE;
      expect((await show({ factor: 'pin', pin: '482913' })).attempt.status).toBe('granted');
    }
  }
});
