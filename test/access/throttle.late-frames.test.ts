import { afterEach, expect, test } from 'vitest';
import { type AccessHouse, frame, openAccessHouse } from '../fakes/access-house.ts';

let house: AccessHouse;
afterEach(() => house.close());

test('a frame that comes when its attempt has just ended holds up nobody afterwards', async () => {
  house = await openAccessHouse();
  await house.addPerson('ada', 0);
  for (let round = 0; round < 7; round++) {
    const { attempt } = await house.begin();
    const password = { factor: 'password', userName: 'ada', password: 'right ada' } as const;
    const { attempt: atFace } = await house.access.show(attempt, password);
    for (let n = 0; n < 3; n++) await house.access.showFrame(atFace, frame('face:0'));
    const granted = await house.store.attempts.find(attempt.id);
    expect([round, granted?.status]).toEqual([round, 'granted']);
    await house.access.showFrame(atFace, frame('face:0')).catch(() => undefined);
  }
});
