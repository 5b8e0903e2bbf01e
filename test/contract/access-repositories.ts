import { describe, expect, it } from 'vitest';
import type { Reader, Screen } from '../../src/access/index.ts';
import type {
  AccessPointId,
  AttemptId,
  FlowId,
  PersonId,
  ReaderId,
  ScreenId,
} from '../../src/kernel/index.ts';
import { exampleAccessPoint, exampleAttempt, type OpenStore } from './examples.ts';
import { opened } from './opened.ts';

export function describeAccessPointRepository(openStore: OpenStore): void {
  describe('access points', () => {
    const open = opened(openStore);

    it('gives back every field, and lists them as they were added', async () => {
      const { accessPoints } = await open();
      const points = [
        exampleAccessPoint({ id: 'panel' as AccessPointId, kind: 'login' }),
        exampleAccessPoint(),
      ];
      for (const point of points) await accessPoints.add(point);
      expect(await accessPoints.list()).toEqual(points);
      expect(await accessPoints.find(points[1]!.id)).toEqual(points[1]);
      expect(await accessPoints.find('nowhere' as AccessPointId)).toBeNull();
    });

    it('updates one and no other, and says not_found for an unknown one', async () => {
      const { accessPoints } = await open();
      const [door, gate] = [exampleAccessPoint(), exampleAccessPoint()];
      for (const point of [door, gate]) await accessPoints.add(point);
      const changed = {
        ...door,
        ...{ name: 'Back door', place: 'Yard', flowId: 'password' as FlowId, screens: 'paired' as const },
      };
      await accessPoints.update(changed);
      expect(await accessPoints.list()).toEqual([changed, gate]);
      await expect(accessPoints.update(exampleAccessPoint())).rejects.toMatchObject({ code: 'not_found' });
    });
  });
}

export function describeReaderRepository(openStore: OpenStore): void {
  describe('readers', () => {
    const open = opened(openStore);

    it('gives back every field, lists the oldest first, and removes one and no other', async () => {
      const { readers } = await open();
      const example = (id: string, createdAt: number): Reader => ({
        ...{ id: id as ReaderId, name: `Reader ${id}`, accessPointId: 'door' as AccessPointId },
        ...{ keyHash: 'f'.repeat(64), leastConfidence: 75, createdAt },
      });
      const [younger, older] = [example('b', 2000), example('a', 1000)];
      for (const reader of [younger, older]) await readers.add(reader);
      expect(await readers.list()).toEqual([older, younger]);
      expect(await readers.find(younger.id)).toEqual(younger);
      expect(await readers.remove(younger.id)).toBe(true);
      expect(await readers.remove(younger.id)).toBe(false);
      expect(await readers.find(younger.id)).toBeNull();
      expect(await readers.list()).toEqual([older]);
    });
  });
}

export function describeScreenRepository(openStore: OpenStore): void {
  describe('screens', () => {
    const open = opened(openStore);

    it('gives back every field, lists the oldest first, and removes one and no other', async () => {
      const { screens } = await open();
      const example = (id: string, createdAt: number): Screen => ({
        ...{ id: id as ScreenId, name: `Tablet ${id}`, accessPointId: 'door' as AccessPointId },
        ...{ keyHash: 'e'.repeat(64), createdAt },
      });
      const [younger, older] = [example('b', 2000), example('a', 1000)];
      for (const screen of [younger, older]) await screens.add(screen);
      expect(await screens.list()).toEqual([older, younger]);
      expect(await screens.find(younger.id)).toEqual(younger);
      expect(await screens.remove(younger.id)).toBe(true);
      expect(await screens.remove(younger.id)).toBe(false);
      expect(await screens.find(younger.id)).toBeNull();
      expect(await screens.list()).toEqual([older]);
    });
  });
}

export function describeAttemptRepository(openStore: OpenStore): void {
  describe('attempts', () => {
    const open = opened(openStore);

    it('gives back every field, of an open one and of one that is over', async () => {
      const { attempts } = await open();
      const walking = exampleAttempt();
      const over = exampleAttempt({
        status: 'denied',
        reason: 'factor_mismatch',
        personId: 'somebody' as PersonId,
        stepIndex: 1,
        endedAt: 4000,
        spent: true,
        version: 7,
      });
      for (const attempt of [walking, over]) await attempts.add(attempt);
      expect(await attempts.find(walking.id)).toEqual(walking);
      expect(await attempts.find(over.id)).toEqual(over);
      expect(await attempts.find('none' as AttemptId)).toBeNull();
    });

    it('writes an update of the expected version and raises the version by one', async () => {
      const { attempts } = await open();
      const attempt = exampleAttempt({ version: 3 });
      await attempts.add(attempt);
      expect(await attempts.update({ ...attempt, stepIndex: 1 }, 3)).toBe(true);
      expect(await attempts.find(attempt.id)).toEqual({ ...attempt, stepIndex: 1, version: 4 });
    });

    it('refuses an update of another version and leaves the attempt as it was', async () => {
      const { attempts } = await open();
      const attempt = exampleAttempt({ version: 3 });
      await attempts.add(attempt);
      expect(await attempts.update({ ...attempt, status: 'granted' }, 2)).toBe(false);
      expect(await attempts.update({ ...attempt, status: 'granted' }, 4)).toBe(false);
      expect(await attempts.find(attempt.id)).toEqual(attempt);
      expect(await attempts.update(exampleAttempt(), 1)).toBe(false);
    });

    it('writes one of many decisions that come at once for one version', async () => {
      const store = await open();
      const attempt = exampleAttempt();
      await store.attempts.add(attempt);
      const decisions = Array.from({ length: 10 }, (_, index) =>
        store.transaction(async (tx) => {
          const found = (await tx.attempts.find(attempt.id))!;
          return tx.attempts.update({ ...found, stepIndex: index }, 1);
        }),
      );
      const written = await Promise.all(decisions);
      expect(written.filter(Boolean)).toHaveLength(1);
      const found = await store.attempts.find(attempt.id);
      expect(found).toMatchObject({ stepIndex: written.indexOf(true), version: 2 });
    });

    it('forgets one of the expected version and no other', async () => {
      const { attempts } = await open();
      const attempt = exampleAttempt();
      await attempts.add(attempt);
      expect(await attempts.remove(attempt.id, attempt.version + 1)).toBe(false);
      expect(await attempts.remove(attempt.id, attempt.version)).toBe(true);
      expect(await attempts.find(attempt.id)).toBeNull();
      expect(await attempts.remove(attempt.id, attempt.version)).toBe(false);
    });

    it('lists the open ones of one place that are not overdue, the latest begun first', async () => {
      const { attempts } = await open();
      const door = 'door' as AccessPointId;
      const at = (startedAt: number, change = {}) =>
        exampleAttempt({ accessPointId: door, startedAt, deadlineAt: 900, ...change });
      const [first, second] = [at(100), at(200)];
      const others = [
        at(300, { status: 'granted' }),
        at(300, { status: 'denied' }),
        at(300, { deadlineAt: 500 }),
        at(300, { accessPointId: 'gate' }),
      ];
      for (const attempt of [first, ...others, second]) await attempts.add(attempt);
      expect((await attempts.listOpenAt(door, 500)).map(({ id }) => id)).toEqual([second.id, first.id]);
    });

    it('lists as overdue the open ones whose deadline has come, the longest overdue first', async () => {
      const { attempts } = await open();
      const at = (deadlineAt: number) => exampleAttempt({ deadlineAt });
      const [late, later, now, ahead] = [at(100), at(200), at(300), at(301)];
      const over = exampleAttempt({ deadlineAt: 50, status: 'granted' });
      for (const attempt of [ahead, now, later, late, over]) await attempts.add(attempt);
      const ids = async (limit: number) => (await attempts.listOverdue(300, limit)).map(({ id }) => id);
      expect(await ids(10)).toEqual([late.id, later.id, now.id]);
      expect(await ids(2)).toEqual([late.id, later.id]);
    });
  });
}

export function describeThrottleRepository(openStore: OpenStore): void {
  describe('throttles', () => {
    const open = opened(openStore);

    it('replaces the state of a key and leaves other keys alone', async () => {
      const { throttles, lookupHash } = await open();
      const [ada, bob] = [lookupHash('account:ada'), lookupHash('account:bob')];
      expect(await throttles.find(ada)).toBeNull();
      await throttles.put(ada, { failures: 1, failedAt: 10, blockedUntil: 10 });
      await throttles.put(bob, { failures: 9, failedAt: 10, blockedUntil: 99 });
      await throttles.put(ada, { failures: 2, failedAt: 20, blockedUntil: 30 });
      expect(await throttles.find(ada)).toEqual({ failures: 2, failedAt: 20, blockedUntil: 30 });
      expect(await throttles.find(bob)).toEqual({ failures: 9, failedAt: 10, blockedUntil: 99 });
    });

    it('counts every one of many failures that come at once', async () => {
      const store = await open();
      const failures = Array.from({ length: 25 }, () =>
        store.transaction(async ({ throttles }) => {
          const state = await throttles.find('key');
          await throttles.put('key', { failures: (state?.failures ?? 0) + 1, failedAt: 1, blockedUntil: 1 });
        }),
      );
      await Promise.all(failures);
      expect((await store.throttles.find('key'))?.failures).toBe(25);
    });

    it('drops what was not touched since then, and no wait that was still running', async () => {
      const { throttles } = await open();
      await throttles.put('old', { failures: 3, failedAt: 99, blockedUntil: 99 });
      await throttles.put('young', { failures: 3, failedAt: 100, blockedUntil: 100 });
      await throttles.put('blocked', { failures: 9, failedAt: 50, blockedUntil: 500 });
      await throttles.prune(100);
      expect(await throttles.find('old')).toBeNull();
      expect(await throttles.find('young')).not.toBeNull();
      expect(await throttles.find('blocked')).not.toBeNull();
    });
  });
}
