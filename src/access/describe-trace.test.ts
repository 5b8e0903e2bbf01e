import { describe, expect, it } from 'vitest';
import type { TraceLine } from './attempt.ts';
import { describeTrace, describeTraceLine } from './describe-trace.ts';

const line = (what: TraceLine['what'], more: Partial<TraceLine> = {}) =>
  describeTraceLine({ at: 0, step: 1, what, ...more });

describe('a line of the way in words', () => {
  it.each<[string, string]>([
    [line('asked', { factors: ['card', 'pin', 'face'] }), 'The card, PIN or face is asked for.'],
    [line('asked'), 'The factor is asked for.'],
    [line('shown', { factors: ['pin'] }), 'The PIN was right.'],
    [
      line('failed', { factors: ['pin'], why: 'wrong_secret' }),
      'A wrong PIN was shown; more tries are allowed.',
    ],
    [line('granted'), 'Granted.'],
  ])('%s', (sentence, expected) => {
    expect(sentence).toBe(expected);
  });

  it('says by which condition a step was left out', () => {
    expect(line('skipped', { factors: ['face'], why: 'schedule,groups' })).toBe(
      'The face is not asked for: its condition on the time and the person’s groups does not hold.',
    );
    for (const why of [undefined, '', 'weather'])
      expect(line('skipped', { factors: ['face'], ...(why === undefined ? {} : { why }) })).toBe(
        'The face is not asked for: its condition does not hold.',
      );
  });

  it('says why more is asked for', () => {
    expect(line('demanded', { why: 'two_factors' })).toContain('this person must always show two factors');
    expect(line('demanded', { why: 'not_enough' })).toContain('is not enough by itself');
    expect(line('demanded', { why: 'a later rule' })).toContain('the rules demand it');
    expect(line('demanded')).toContain('the rules demand it');
  });

  it('says why it was refused, also by a line that tells less', () => {
    expect(line('denied', { factors: ['pin'], why: 'wrong_secret' })).toMatch(/^Refused: .*PIN/);
    expect(line('denied', { why: 'timed_out' })).not.toContain('undefined');
    expect(line('denied', { factors: ['pin'], why: 'the moon' })).toBe(
      'Refused: for a reason that is not known.',
    );
    expect(line('denied')).toBe('Refused: for a reason that is not known.');
  });

  it('keeps its step and its moment', () => {
    expect(describeTrace([{ at: 7, step: 0, what: 'granted' }])).toEqual([
      { at: 7, step: 0, sentence: 'Granted.' },
    ]);
  });
});
