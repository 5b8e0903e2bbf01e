import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/access/index.ts';
import { type AccessHouse, frame, openAccessHouse } from '../fakes/access-house.ts';

let house: AccessHouse;
beforeEach(async () => {
  house = await openAccessHouse();
  await house.addPerson('ada', 0);
  const point = (await house.store.accessPoints.list())[1]!;
  await house.store.accessPoints.update({ ...point, flowId: 'password-live-face' as typeof point.flowId });
});
afterEach(() => house.close());

async function recognised(): Promise<Attempt> {
  const { attempt } = await house.begin('front-door');
  const { attempt: atFace } = await house.access.show(attempt, {
    factor: 'password',
    userName: 'ada',
    password: 'right ada',
  });
  for (let n = 0; n < 3; n++) {
    const seen = await house.access.showFrame(atFace, frame('face:0'));
    expect(seen.kind).toBe('guidance');
  }
  return atFace;
}

describe('a flow that asks for a living face', () => {
  it('A17 does not grant a recognised face before it has done what was asked', async () => {
    const attempt = await recognised();
    expect(await house.access.showFrame(attempt, frame('face:0'))).toMatchObject({ guidance: 'turn_left' });
    expect((await house.store.attempts.find(attempt.id))?.status).toBe('open');
    expect(await house.access.showFrame(attempt, frame('live'))).toMatchObject({
      attempt: { status: 'granted' },
    });
  });

  it('A17 B10 refuses and reports a photograph: the face is right, and does not live', async () => {
    const attempt = await recognised();
    expect(await house.access.showFrame(attempt, frame('flat'))).toMatchObject({
      attempt: { status: 'denied', reason: 'liveness_failed' },
    });
    const denied = house.events.find(({ type }) => type === 'attempt.denied')!;
    expect(denied.facts).toMatchObject({
      reason: 'liveness_failed',
      face: 'match',
      liveness: 'flat',
      passed: 1,
    });
    expect((await house.store.snapshots.find(denied.snapshotId!))?.jpeg).toEqual(frame('flat'));
    expect(await house.store.outbox.list({ limit: 5 })).toHaveLength(1);
  });

  it('lets somebody who cannot do a movement ask for another', async () => {
    const attempt = await recognised();
    expect(house.access.swapMovement(attempt)).toBe(true);
  });

  it('never asks a face that is not recognised', async () => {
    const { attempt } = await house.begin('front-door');
    const { attempt: atFace } = await house.access.show(attempt, {
      factor: 'password',
      userName: 'ada',
      password: 'right ada',
    });
    for (let n = 0; n < 5; n++) await house.access.showFrame(atFace, frame('face:0.9'));
    expect(await house.access.showFrame(atFace, frame('face:0.9'))).toMatchObject({
      attempt: { reason: 'factor_mismatch' },
    });
  });
});
