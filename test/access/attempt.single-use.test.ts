import { expect, it } from 'vitest';
import type { Attempt } from '../../src/access/index.ts';
import { type AccessHouse, frame, openAccessHouse } from '../fakes/access-house.ts';

const spend = (house: AccessHouse, attempt: Attempt) =>
  house.ledger.transaction((tx) => house.access.spend(tx, attempt));

it('a granted attempt is exchanged for a session once, also when two ask at the same moment', async () => {
  const house = await openAccessHouse();
  await house.addPerson('ada', 0);
  const { attempt } = await house.begin();
  const { attempt: atFace } = await house.access.show(attempt, {
    factor: 'password',
    userName: 'ada',
    password: 'right ada',
  });
  await house.access.showFrame(atFace, frame('face:0'));
  await house.access.showFrame(atFace, frame('face:0'));
  const seen = await house.access.showFrame(atFace, frame('face:0'));
  const granted = (seen as { attempt: typeof attempt }).attempt;
  expect(granted.status).toBe('granted');
  const results = await Promise.allSettled([1, 2, 3].map(() => spend(house, granted)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(spend(house, granted)).rejects.toMatchObject({ code: 'attempt_over' });
  await house.close();
});

it('an attempt that is open or denied is exchanged for nothing', async () => {
  const house = await openAccessHouse();
  await house.addPerson('ada', 0);
  const { attempt } = await house.begin();
  await expect(spend(house, attempt)).rejects.toMatchObject({ code: 'attempt_over' });
  const { attempt: denied } = await house.access.show(attempt, {
    factor: 'password',
    userName: 'ada',
    password: 'wrong',
  });
  await expect(spend(house, denied)).rejects.toMatchObject({ code: 'attempt_over' });
  await house.close();
});

it('a granted attempt that nobody came for within a minute, or whose person was suspended since, is worth nothing', async () => {
  const house = await openAccessHouse();
  await house.addPerson('ada', 0);
  const bobId = await house.addPerson('bob', 1);
  const grant = async (userName: string, position: number) => {
    const { attempt } = await house.begin();
    const { attempt: atFace } = await house.access.show(attempt, {
      factor: 'password',
      userName,
      password: `right ${userName}`,
    });
    await house.access.showFrame(atFace, frame(`face:${position}`));
    await house.access.showFrame(atFace, frame(`face:${position}`));
    return ((await house.access.showFrame(atFace, frame(`face:${position}`))) as { attempt: Attempt })
      .attempt;
  };
  const left = await grant('ada', 0);
  house.clock.time += 60_000;
  await expect(spend(house, left)).rejects.toMatchObject({ code: 'attempt_over' });
  const suspended = await grant('bob', 1);
  expect(suspended.status).toBe('granted');
  await house.people.suspend(bobId, house.actor);
  await expect(spend(house, suspended)).rejects.toMatchObject({ code: 'attempt_over' });
  await house.close();
});
