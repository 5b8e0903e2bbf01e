import { describe, expect, it } from 'vitest';
import type { GroupId } from '../kernel/index.ts';
import { type Circumstances, CONDITION_SCHEMA, type Condition, checkCondition } from './condition.ts';

/** A Monday, ten in the morning. */
const NOW: Circumstances = {
  local: { day: 1, minute: 600 },
  alarm: 'disarmed',
  ipAddress: '192.0.2.1',
  groups: ['staff' as GroupId],
};
const check = (condition: Condition, more: Partial<Circumstances> = {}) =>
  checkCondition(condition, { ...NOW, ...more });
const holds = (condition: Condition, more: Partial<Circumstances> = {}) => check(condition, more).holds;

describe('a window of time', () => {
  const day = { schedule: [{ days: [1], from: '08:00', to: '17:30' }] };
  const night = { schedule: [{ days: [1], from: '22:00', to: '06:00' }] };
  const at = (condition: Condition, weekday: number, hour: number, minute = 0) =>
    holds(condition, { local: { day: weekday, minute: hour * 60 + minute } });

  it('holds from its first minute to the last before its end, on its days', () => {
    expect([at(day, 1, 7, 59), at(day, 1, 8), at(day, 1, 17, 29), at(day, 1, 17, 30)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(at(day, 2, 10)).toBe(false);
  });

  it('that ends before it starts goes on past midnight, into the next day and no further', () => {
    expect([at(night, 1, 21, 59), at(night, 1, 23), at(night, 2, 5, 59), at(night, 2, 6)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([at(night, 1, 3), at(night, 2, 23)]).toEqual([false, false]);
  });

  it('of a Saturday goes on into the Sunday', () => {
    const saturday = { schedule: [{ days: [6], from: '22:00', to: '02:00' }] };
    expect([at(saturday, 0, 1), at(saturday, 5, 23)]).toEqual([true, false]);
  });
});

describe('a network', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['192.0.2.0/24', '192.0.2.200', true],
    ['192.0.2.0/24', '192.0.3.1', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['2001:db8::/32', '2001:db8:1::7', true],
    ['2001:db8::/32', '2001:db9::7', false],
    ['2001:db8::1', '2001:db8::1', true],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['192.0.2.0/24', '::ffff:192.0.2.7', true],
    ['192.0.2.0/24', '2001:db8::1', false],
    ['0.0.0.0/0', 'no address', false],
    ['0.0.0.0/0', '', false],
  ])('%s and %s: %s', (network, ipAddress, expected) => {
    expect(holds({ networks: [network] }, { ipAddress })).toBe(expected);
  });

  it.each(['192.0.2.1', '10.0.0.0/8', '10.0.0.0/0', '10.0.0.0/32', '2001:db8::/128'])(
    '%s can be saved',
    (text) => {
      expect(CONDITION_SCHEMA.safeParse({ networks: [text] }).success).toBe(true);
    },
  );

  it.each(['', 'home', '10.0.0.0/33', '2001:db8::/129', '10.0.0.0/', '10.0.0.0/a', '10.0.0.0/8/8', '/8'])(
    '“%s” cannot be saved',
    (text) => {
      expect(CONDITION_SCHEMA.safeParse({ networks: [text] }).success).toBe(false);
    },
  );
});

describe('a condition', () => {
  it('holds when all its parts do, and names those that do not', () => {
    const both: Condition = { alarm: ['disarmed', 'armed_home'], groups: ['staff' as GroupId] };
    expect(check(both)).toEqual({ holds: true, failed: [] });
    expect(check(both, { alarm: 'triggered', groups: [] })).toEqual({
      holds: false,
      failed: ['alarm', 'groups'],
    });
  });

  it('of nothing always holds, and its opposite never', () => {
    expect(check({})).toEqual({ holds: true, failed: [] });
    expect(check({ not: true })).toEqual({ holds: false, failed: [] });
  });

  it('turned around holds when one part does not, and else names all that were asked', () => {
    const except: Condition = { alarm: ['disarmed'], networks: ['192.0.2.0/24'], not: true };
    expect(check(except)).toEqual({ holds: false, failed: ['alarm', 'networks'] });
    expect(check(except, { ipAddress: '203.0.113.1' })).toEqual({ holds: true, failed: [] });
  });

  it('on groups is unknown while nobody is known, unless another part decides it already', () => {
    const staff: Condition = { groups: ['staff' as GroupId] };
    expect(holds(staff, { groups: null })).toBe('unknown');
    expect(holds({ ...staff, not: true }, { groups: null })).toBe('unknown');
    expect(holds({ ...staff, alarm: ['triggered'] }, { groups: null })).toBe(false);
  });
});
