import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Condition, Reader } from '../../src/access/index.ts';
import type { AccessPointId, FlowId, PersonId } from '../../src/kernel/index.ts';
import { type AccessHouse, openAccessHouse } from '../fakes/access-house.ts';

const [READER, TABLET, AFAR] = ['192.0.2.70', '192.0.2.5', '203.0.113.9'];
const DOOR = 'door' as AccessPointId;
let house: AccessHouse;
let ada: PersonId;
let reader: Reader;
beforeEach(async () => {
  house = await openAccessHouse();
  ada = await house.addPerson('ada', 0);
  await house.giving.give(ada, { kind: 'pin', pin: '482913', label: 'PIN', duress: false }, house.actor);
  await house.giving.give(ada, { kind: 'card', uid: '3DD5FCFF', label: 'Fob', duress: false }, house.actor);
  await house.store.flows.add(flowWith());
  await house.store.accessPoints.add({
    id: DOOR,
    name: 'Door',
    place: '',
    kind: 'kiosk',
    screens: 'any',
    flowId: flowWith().id,
  });
  const added = { name: 'Reader', accessPointId: DOOR, leastConfidence: 60 };
  reader = (await house.readers.add(added, house.actor)).reader;
});
afterEach(() => house.close());

function flowWith(allow?: Condition) {
  const steps = (['card', 'pin'] as const).map((kind) => ({ anyOf: [kind], timeLimitMs: 30_000 }));
  return {
    id: 'door' as FlowId,
    name: 'Door',
    description: '',
    steps,
    accepted: [],
    ...(allow ? { allow } : {}),
  };
}
const showCard = () => house.reports.report(reader, { kind: 'card', uid: '+3DD5FCFF' }, READER!);
const typePin = () => house.reports.report(reader, { kind: 'pin', pin: '482913' }, READER!);
const stateOf = async (token: string) => house.access.authenticate(token);

describe('whoever opened the page of a door from afar, and waits', () => {
  it('is not carried in by the card of somebody who comes, even with their PIN', async () => {
    const { token } = await house.begin(DOOR, AFAR);
    await showCard();
    expect(await stateOf(token)).toMatchObject({ status: 'open', stepIndex: 0, personId: null });
    const pin = { factor: 'pin' as const, pin: '482913' };
    await expect(house.access.show((await stateOf(token))!, pin)).rejects.toMatchObject({
      code: 'wrong_step',
    });
  });

  it('keeps nobody out who stands there', async () => {
    await house.begin(DOOR, AFAR);
    await showCard();
    expect((await typePin()).attempt).toMatchObject({ status: 'granted', personId: ada, ipAddress: READER });
  });

  it('takes no place from the screen that does stand there', async () => {
    await house.store.flows.update(flowWith({ networks: [TABLET!, READER!] }));
    const { token } = await house.begin(DOOR, TABLET);
    expect((await house.begin(DOOR, AFAR)).attempt).toMatchObject({
      status: 'denied',
      reason: 'no_permission',
    });
    await showCard();
    expect(await stateOf(token)).toMatchObject({ stepIndex: 1, personId: ada });
  });

  it('gains nothing by a flow that only says from where nobody may pass', async () => {
    await house.store.flows.update(flowWith({ networks: ['198.51.100.0/24'], not: true }));
    const { token } = await house.begin(DOOR, AFAR);
    await showCard();
    expect(await stateOf(token)).toMatchObject({ stepIndex: 0, personId: null });
  });
});

it('the screen of this very machine is taken forward without a word about networks', async () => {
  const { token } = await house.begin(DOOR, '127.0.0.1');
  await house.begin(DOOR, AFAR);
  await showCard();
  expect(await stateOf(token)).toMatchObject({ stepIndex: 1, personId: ada });
});
