import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attempt, FlowStep } from '../../src/access/index.ts';
import type { PersonId } from '../../src/kernel/index.ts';
import { type AccessHouse, frame, openAccessHouse } from '../fakes/access-house.ts';

let house: AccessHouse;
let ada: PersonId;
beforeEach(async () => {
  house = await openAccessHouse();
  ada = await house.addPerson('ada', 0);
  await house.addPerson('bob', 0.5);
  await house.people.change(ada, { secondFactor: true }, house.actor);
});
afterEach(() => house.close());

const FACE: FlowStep = { anyOf: ['face'], timeLimitMs: 20_000 };

/** No flow that ships opens by a face alone; an attempt of one that would. */
async function begin(...steps: FlowStep[]): Promise<Attempt> {
  const { attempt } = await house.begin();
  const accepted = ['face_alone' as const];
  await house.store.attempts.update({ ...attempt, steps, accepted }, attempt.version);
  return (await house.store.attempts.find(attempt.id))!;
}

async function show(attempt: Attempt, position: number): Promise<Attempt> {
  for (let i = 0; i < 3; i++) await house.access.showFrame(attempt, frame(`face:${position}`));
  return (await house.store.attempts.find(attempt.id))!;
}

describe('somebody who has a look-alike', () => {
  it('A3 is not let in by the face alone: a password is asked for besides', async () => {
    const attempt = await show(await begin(FACE), 0);
    expect(attempt).toMatchObject({ status: 'open', stepIndex: 1, personId: ada });
    expect(attempt.steps.map(({ anyOf }) => anyOf)).toEqual([['face'], ['password', 'email_otp']]);
    const password = { factor: 'password', userName: 'ada', password: 'right ada' } as const;
    expect((await house.access.show(attempt, password)).attempt.status).toBe('granted');
  });

  it('A3 and is refused with a wrong password, with somebody else’s, and without any', async () => {
    const walk = async () => show(await begin(FACE), 0);
    const wrong = await house.access.show(await walk(), {
      factor: 'password',
      userName: 'ada',
      password: 'wrong',
    });
    expect(wrong.attempt).toMatchObject({ status: 'denied', reason: 'wrong_secret' });
    const other = await house.access.show(await walk(), {
      factor: 'password',
      userName: 'bob',
      password: 'right bob',
    });
    expect(other.attempt).toMatchObject({ status: 'denied', reason: 'factor_mismatch' });
    const left = await walk();
    house.clock.time += 130_000;
    await house.access.expireOverdue();
    expect(await house.store.attempts.find(left.id)).toMatchObject({ status: 'denied', reason: 'timed_out' });
  });

  it('also where every step would take a face', async () => {
    const either: FlowStep = { anyOf: ['password', 'face'], timeLimitMs: 20_000 };
    expect(await show(await begin(either), 0)).toMatchObject({ status: 'open', stepIndex: 1 });
  });

  it('also where an earlier step that would have taken a password was passed by the face', async () => {
    const either: FlowStep = { anyOf: ['password', 'face'], timeLimitMs: 20_000 };
    const second = await show(await begin(either, FACE), 0);
    expect(second.stepIndex).toBe(1);
    expect(await show(second, 0)).toMatchObject({ status: 'open', stepIndex: 2 });
  });

  it('is asked for nothing more where the flow asks for a password anyway', async () => {
    const { attempt } = await house.begin();
    const after = await house.access.show(attempt, {
      factor: 'password',
      userName: 'ada',
      password: 'right ada',
    });
    expect(await show(after.attempt, 0)).toMatchObject({ status: 'granted' });
  });

  it('is nobody else', async () => {
    expect(await show(await begin(FACE), 0.5)).toMatchObject({ status: 'granted' });
  });

  it('no more once the mark is taken away, and the log holds both', async () => {
    await house.people.change(ada, { secondFactor: false }, house.actor);
    expect(await show(await begin(FACE), 0)).toMatchObject({ status: 'granted', personId: ada });
    const changes = house.events.filter(({ type }) => type === 'person.changed');
    expect(changes).toMatchObject([
      { personId: ada, facts: { fields: ['secondFactor'] } },
      { personId: ada, facts: { fields: ['secondFactor'] } },
    ]);
  });
});
