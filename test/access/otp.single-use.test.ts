import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CodeHouse, EMAIL_CODE, openCodeHouse, PASSWORD } from '../fakes/code-house.ts';

let house: CodeHouse;
beforeEach(async () => {
  house = await openCodeHouse([PASSWORD, EMAIL_CODE, EMAIL_CODE]);
  await house.addPerson('ada', null);
});
afterEach(() => house.close());

const show = async (id: Parameters<CodeHouse['current']>[0], code: string) =>
  (await house.access.show(await house.current(id), { factor: 'email_otp', code })).attempt;

it('C2 a code counts once: the same one is wrong in the next step that asks for one', async () => {
  const { id } = await house.beginAs('ada');
  await house.access.challenge(await house.current(id), 'email_otp');
  const code = await house.codeOf(id);
  expect(await show(id, code)).toMatchObject({
    status: 'open',
    stepIndex: 2,
    shown: ['password', 'email_otp'],
  });
  expect(await show(id, code)).toMatchObject({ status: 'open', stepIndex: 2, wrongTries: 1 });
});

it('C2 shown twice at the same moment it passes one step, not two', async () => {
  const { id } = await house.beginAs('ada');
  const { attempt } = await house.access.challenge(await house.current(id), 'email_otp');
  const code = await house.codeOf(id);
  const input = { factor: 'email_otp', code } as const;
  await Promise.all([1, 2, 3].map(() => house.access.show(attempt, input)));
  expect(await house.current(id)).toMatchObject({ status: 'open', stepIndex: 2, wrongTries: 0 });
});

it('C2 asking again voids the code before', async () => {
  const { id } = await house.beginAs('ada');
  await house.access.challenge(await house.current(id), 'email_otp');
  const first = await house.codeOf(id);
  let second = first;
  while (second === first) {
    await house.access.challenge(await house.current(id), 'email_otp');
    second = await house.codeOf(id);
  }
  expect(await show(id, first)).toMatchObject({ stepIndex: 1, wrongTries: 1 });
  expect(await show(id, second)).toMatchObject({ stepIndex: 2 });
});
