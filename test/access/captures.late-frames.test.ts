import { afterEach, expect, it } from 'vitest';
import { type AccessHouse, frame, openAccessHouse } from '../fakes/access-house.ts';

let house: AccessHouse;
afterEach(() => house.close());

it('what a frame showed is forgotten when its attempt ended while it was looked at', async () => {
  house = await openAccessHouse();
  await house.addPerson('ada', 0);
  const point = (await house.store.accessPoints.list())[1]!;
  await house.store.accessPoints.update({ ...point, flowId: 'password-live-face' as typeof point.flowId });
  const { attempt } = await house.begin('front-door');
  const password = { factor: 'password', userName: 'ada', password: 'right ada' } as const;
  const { attempt: atFace } = await house.access.show(attempt, password);
  await house.access.cancel(atFace);
  // As many as it takes to recognise a face, and to begin to ask it for movements.
  for (let n = 0; n < 4; n++) await house.access.showFrame(atFace, frame('face:0'));
  expect(house.access.swapMovement(atFace)).toBe(false);
});
