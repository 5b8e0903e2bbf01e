import { describe, expect, it } from 'vitest';
import type {
  AccessPointId,
  AttemptId,
  CredentialId,
  EventDraft,
  FlowId,
  PersonId,
} from '../kernel/index.ts';
import type { AccessOptions, AccessTransaction } from './access-options.ts';
import { type Attempt, type AttemptInput, beginAttempt, type Surroundings } from './attempt.ts';
import { createDecisions } from './decisions.ts';
import { createThrottling } from './throttling.ts';

const ADA = 'ada' as PersonId;
const AROUND: Surroundings = {
  ...{ local: { day: 1, minute: 600 }, alarm: 'disarmed', ipAddress: '192.0.2.1', groups: [] },
  ...{ leastFactors: 1, couldShow: [] },
};
const WATCH = { wrongCredentials: 1, lockMs: 60_000 };

const begun = (): Attempt =>
  beginAttempt(
    {
      ...{ id: 'flow' as FlowId, name: '', description: '', accepted: [], watch: WATCH },
      steps: [{ anyOf: ['passkey'], timeLimitMs: 20_000, tries: 1 }],
    },
    { id: 'a' as AttemptId, accessPointId: 'door' as AccessPointId, ipAddress: '192.0.2.1', tokenHash: '' },
    AROUND,
    1000,
  ).attempt;

const RIGHT: AttemptInput = { kind: 'checked', factor: 'passkey', verdict: 'match', personId: ADA };
const COPIED: AttemptInput = {
  ...{ kind: 'checked', factor: 'passkey', verdict: 'no_match', personId: ADA, reason: 'wrong_secret' },
  hint: { counterFellOf: 'key' as CredentialId },
};

/** `seen` is what is read before the transaction, `kept` what it meets; `takes` whether it gets to write. */
function build({
  seen = begun(),
  kept = begun(),
  takes = true,
  photo = async () => null as Uint8Array | null,
} = {}) {
  const [events, written, rows] = [[] as EventDraft[], [] as Attempt[], new Map()];
  const throttles = {
    find: async (key: string) => rows.get(key) ?? null,
    put: async (key: string, state: unknown) => void rows.set(key, state),
  };
  const attempts = {
    find: async () => kept,
    async update(attempt: Attempt) {
      if (takes) written.push(attempt);
      return takes;
    },
  };
  const tx = {
    ...{ attempts, throttles, snapshots: { add: async () => {} } },
    record: async (drafts: EventDraft[]) => void events.push(...drafts),
  } as unknown as AccessTransaction;
  const clock = { now: () => 2000 };
  const throttling = createThrottling(clock, (value) => value);
  const options = {
    ...{ clock, throttling, throttles, surroundings: async () => AROUND, whyNot: async () => null },
    ledger: { transaction: <T>(work: (tx: AccessTransaction) => Promise<T>) => work(tx) },
    attempts: { find: async () => seen },
    captures: { photograph: photo, find: () => undefined, close: () => {} },
  } as unknown as AccessOptions;
  const keys = throttling.keysOf(begun());
  const decide = (input: AttemptInput) => createDecisions(options).decide('a' as AttemptId, input, keys);
  return { decide, events, written };
}

describe('a decision', () => {
  it.each([{ seen: null as never }, { kept: null as never }])(
    'on an attempt that is gone, before or meanwhile, is none (%j)',
    async (gone) => {
      const { decide, events } = build(gone);
      await expect(decide(RIGHT)).rejects.toMatchObject({ code: 'not_found' });
      expect(events).toEqual([]);
    },
  );

  it('that another one was faster than writes no event, whatever it would have been', async () => {
    const { decide, events } = build({ takes: false });
    await expect(decide(RIGHT)).rejects.toMatchObject({ code: 'attempt_over' });
    expect(events).toEqual([]);
  });

  it('stands without a photograph where none can be made', async () => {
    const { decide, written } = build({ photo: () => Promise.reject(new Error('the camera')) });
    expect((await decide(RIGHT)).attempt.status).toBe('granted');
    expect(written).toHaveLength(1);
  });

  it('that locks the place marks its refusal and nothing else as one incident with the lock', async () => {
    const { decide, events } = build();
    const { locked, retryAfterMs } = await decide(COPIED);
    expect([locked, retryAfterMs]).toEqual([true, 60_000]);
    expect(events.map(({ type, facts }) => [type, 'locks' in facts])).toEqual([
      ['credential.counter_fell', false],
      ['attempt.denied', true],
      ['access_point.locked', false],
    ]);
  });
});
