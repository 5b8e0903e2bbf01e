import { expect, it } from 'vitest';
import { frame, openAccessHouse } from '../fakes/access-house.ts';

it('a granted attempt is exchanged for a session once, also when two ask at the same moment', async () => {
  const house = await openAccessHouse();
  await house.addPerson('ada', 0);
  const { attempt } = await house.begin();
  const { attempt: atFace } = await house.access.showPassword(attempt, {
    userName: 'ada',
    password: 'right ada',
  });
  await house.access.showFrame(atFace, frame('face:0'));
  await house.access.showFrame(atFace, frame('face:0'));
  const seen = await house.access.showFrame(atFace, frame('face:0'));
  const granted = (seen as { attempt: typeof attempt }).attempt;
  expect(granted.status).toBe('granted');
  const results = await Promise.allSettled([1, 2, 3].map(() => house.access.spend(granted)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(house.access.spend(granted)).rejects.toMatchObject({ code: 'attempt_over' });
  await house.close();
});

it('an attempt that is open or denied is exchanged for nothing', async () => {
  const house = await openAccessHouse();
  await house.addPerson('ada', 0);
  const { attempt } = await house.begin();
  await expect(house.access.spend(attempt)).rejects.toMatchObject({ code: 'attempt_over' });
  const { attempt: denied } = await house.access.showPassword(attempt, {
    userName: 'ada',
    password: 'wrong',
  });
  await expect(house.access.spend(denied)).rejects.toMatchObject({ code: 'attempt_over' });
  await house.close();
});
