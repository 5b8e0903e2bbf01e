import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AttemptId } from '../../src/kernel/index.ts';
import { type CodeHouse, openCodeHouse } from '../fakes/code-house.ts';

let house: CodeHouse;
beforeEach(async () => {
  house = await openCodeHouse();
  await house.addPerson('ada', null);
});
afterEach(() => house.close());

const otherThan = (code: string, by: number) => String((Number(code) + by) % 1_000_000).padStart(6, '0');
const issued = () => house.events.filter(({ type }) => type === 'code.issued').length;

async function ask(): Promise<{ id: AttemptId; code: string }> {
  const attempt = await house.beginAs('ada');
  await house.access.challenge(attempt, 'email_otp');
  return { id: attempt.id, code: await house.codeOf(attempt.id) };
}

it('C2 after three wrong codes the attempt is refused, and the right one helps no more', async () => {
  const { id, code } = await ask();
  for (const by of [1, 2, 3])
    await house.access.show(await house.current(id), { factor: 'email_otp', code: otherThan(code, by) });
  expect(await house.current(id)).toMatchObject({ status: 'denied', reason: 'wrong_secret' });
  await expect(
    house.access.show(await house.current(id), { factor: 'email_otp', code }),
  ).rejects.toMatchObject({ code: 'attempt_over' });
});

it('C2 twenty wrong codes at the same moment are three tries', async () => {
  const { id, code } = await ask();
  const attempt = await house.current(id);
  const guesses = Array.from({ length: 20 }, (_, i) => otherThan(code, i + 1));
  await Promise.allSettled(
    guesses.map((guess) => house.access.show(attempt, { factor: 'email_otp', code: guess })),
  );
  const failed = house.events.filter(({ type }) => type === 'attempt.step_failed');
  expect(failed.length).toBeLessThanOrEqual(2);
  expect((await house.current(id)).status).toBe('denied');
});

it('five codes are sent in one attempt and no sixth, also when all are asked for at once', async () => {
  const attempt = await house.beginAs('ada');
  const asked = await Promise.allSettled(
    Array.from({ length: 8 }, () => house.access.challenge(attempt, 'email_otp')),
  );
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(issued()).toBe(5);
  const refused = asked.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({ code: 'throttled' });
});

it('nobody gets more than ten codes within any hour, over all attempts, and then again', async () => {
  for (let i = 0; i < 10; i++) {
    await ask();
    house.clock.time += 60_000;
  }
  const attempt = await house.beginAs('ada');
  await expect(house.access.challenge(attempt, 'email_otp')).rejects.toMatchObject({
    code: 'throttled',
    details: { retryAfterMs: 50 * 60_000 },
  });
  expect(issued()).toBe(10);
  expect(await house.current(attempt.id)).toMatchObject({ status: 'open', challenges: 0 });
  house.clock.time += 50 * 60_000;
  await ask();
  expect(issued()).toBe(11);
});
