import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AlertHouse, openAlertHouse } from '../../test/fakes/alert-house.ts';
import type { EventRecord } from '../kernel/index.ts';
import { decideCooldown } from './alert-cooldown.ts';

const MINUTE = 60_000;
let house: AlertHouse;
beforeEach(async () => {
  house = await openAlertHouse();
});
afterEach(() => house.close());

/** As many alerts at one door, so long after each other; answers which of them are mailed, counted from 1. */
async function flood(count: number, everyMs = 0, door = 'front'): Promise<number[]> {
  const mailed: number[] = [];
  let owed = (await house.rows()).length;
  for (let i = 1; i <= count; i++) {
    house.clock.at += everyMs;
    await house.denied({ withPhoto: false, door });
    const now = (await house.rows()).length;
    if (now > owed) mailed.push(i);
    owed = now;
  }
  return mailed;
}

test('of a flood at one door the first five alerts are mailed, then the 10th, 20th, 40th …; the log has all', async () => {
  expect(await flood(90)).toEqual([1, 2, 3, 4, 5, 10, 20, 40, 80]);
  expect(await house.types()).toHaveLength(90);
});

test('the mail that others follow unmailed says so, and so do the later ones', async () => {
  await flood(20);
  const counts = (await house.rows()).map(({ facts }) => facts.alertsLately);
  expect(counts).toEqual([undefined, undefined, undefined, undefined, 5, 10, 20]);
  house.startWorker();
  const mails = await house.server.waitForMail(7);
  expect(mails.filter(({ text }) => text.includes('20 in the last ten minutes.'))).toHaveLength(1);
  expect(mails.filter(({ text }) => text.includes('not every one is mailed'))).toHaveLength(3);
});

test('a flood at one door takes nothing from another, and delays it by no more than what it may mail', async () => {
  await flood(60);
  expect(await flood(6, 0, 'garage')).toEqual([1, 2, 3, 4, 5]);
});

test('when calm returns the count starts anew', async () => {
  await flood(30);
  house.clock.at += 10 * MINUTE;
  expect(await flood(12)).toEqual([1, 2, 3, 4, 5, 10]);
});

test('a few in ten minutes are each mailed, for as long as it lasts', async () => {
  expect(await flood(20, 2 * MINUTE)).toHaveLength(20);
});

test('a flood at an even or a wavering pace is mailed seldom, and is not forgotten either', async () => {
  house.clock.at = Date.UTC(2026, 5, 5, 12);
  for (const [door, everyMs] of [
    ['front', MINUTE],
    ['garden', 1.4 * MINUTE],
  ] as const) {
    const mailed = await flood((6 * 60 * MINUTE) / everyMs, everyMs, door);
    expect(mailed.length).toBeGreaterThanOrEqual(5 + 5);
    expect(mailed.length).toBeLessThanOrEqual(6 + 1 + 6);
  }
  // Now nine, now eleven in ten minutes.
  let mailed = 0;
  for (let i = 0; i < 20; i++) {
    mailed += (await flood(9, 0.9 * MINUTE, 'cellar')).length;
    mailed += (await flood(11, 1.1 * MINUTE, 'cellar')).length;
  }
  expect(mailed).toBeLessThanOrEqual(30);
});

test('what is no alert is not counted', async () => {
  for (let i = 0; i < 50; i++) {
    await house.ledger.transaction((tx) =>
      tx.record([
        {
          type: 'attempt.denied',
          facts: { reason: 'wrong_secret', step: 1, factor: 'password', passed: 0 },
          accessPointId: 'front' as never,
        },
      ]),
    );
  }
  expect(await flood(6)).toEqual([1, 2, 3, 4, 5]);
});

test('where there is no access point, alerts of one address are counted; of an IPv6 address with its whole /64', async () => {
  const throttled = (seq: number, ipAddress: string, accessPointId: string | null = null) =>
    ({
      type: 'access.throttled',
      seq,
      at: seq,
      ipAddress,
      accessPointId,
      facts: {},
    }) as unknown as EventRecord;
  const decide = (earlier: EventRecord[], event: EventRecord) =>
    decideCooldown(event, { list: async () => [event, ...earlier] });
  const six = Array.from({ length: 6 }, (_, i) => throttled(6 - i, `2001:db8::${i}`));
  expect(await decide(six, throttled(7, '2001:db8::ffff'))).toMatchObject({ mailed: false, alertsLately: 7 });
  expect(await decide(six, throttled(7, '2001:db8:0:1::1'))).toMatchObject({ mailed: true, alertsLately: 1 });
  const atDoors = six.map((event) => ({ ...event, accessPointId: 'front' }) as EventRecord);
  expect(await decide(atDoors, throttled(7, '2001:db8::1'))).toMatchObject({ mailed: true, alertsLately: 1 });
});
