/** How many failures in a row, and until when nothing is checked. */
export interface ThrottleState {
  failures: number;
  /** Instant of the last failure; where failures are forgiven one by one, of the last that was forgiven. */
  failedAt: number;
  /** Nothing is checked before this instant. */
  blockedUntil: number;
}

export interface ThrottlePolicy {
  /** Failures in a row before the first wait. */
  free: number;
  /** The first wait; each further failure doubles it. */
  firstWaitMs: number;
  longestWaitMs: number;
  /** After this long without a failure the count starts over: the fair way back. */
  forgetMs: number;
  /** One failure is forgiven for each time this long without another; none when absent. */
  forgiveMs?: number;
}

/** NIST SP 800-63B 5.2.2 asks for a limit ≤ 100 in a row; with these waits 100 failures take over a day. */
export const ACCOUNT_THROTTLE: ThrottlePolicy = {
  free: 5,
  firstWaitMs: 30_000,
  longestWaitMs: 1_800_000,
  forgetMs: 86_400_000,
};
/** One address may be a whole house, so it has more room. */
export const ADDRESS_THROTTLE: ThrottlePolicy = {
  free: 20,
  firstWaitMs: 30_000,
  longestWaitMs: 900_000,
  forgetMs: 900_000,
};
/** Everybody who stands there together; a house has more right tries than wrong ones. */
export const ACCESS_POINT_THROTTLE: ThrottlePolicy = {
  free: 50,
  firstWaitMs: 30_000,
  longestWaitMs: 300_000,
  forgetMs: 900_000,
};

/**
 * Tries of one kind that say by themselves whose they are, at one place: each is a guess at everybody at once. Below this
 * a day has room for 111 wrong ones, however they are spread, and a house that mistypes a few has all its tries again.
 */
export const NAMING_THROTTLE: ThrottlePolicy = {
  free: 10,
  firstWaitMs: 30_000,
  longestWaitMs: 900_000,
  forgetMs: 86_400_000,
  forgiveMs: 900_000,
};

/** Milliseconds still to wait; 0 = go on. */
export function waitMs(state: ThrottleState | null, now: number): number {
  return Math.max(0, (state?.blockedUntil ?? 0) - now);
}

/** One failure more. */
export function countFailure(
  state: ThrottleState | null,
  policy: ThrottlePolicy,
  now: number,
): ThrottleState {
  const left = leftOf(state, policy, now);
  const failures = left.failures + 1;
  const over = failures - policy.free;
  const wait = over < 0 ? 0 : Math.min(policy.longestWaitMs, policy.firstWaitMs * 2 ** Math.min(over, 30));
  return { failures, failedAt: left.since, blockedUntil: now + wait };
}

/** What is left of earlier failures. Where they are forgiven one by one, no try in between puts that off. */
function leftOf(
  state: ThrottleState | null,
  { forgetMs, forgiveMs }: ThrottlePolicy,
  now: number,
): { failures: number; since: number } {
  if (!state || now - state.failedAt > forgetMs) return { failures: 0, since: now };
  if (!forgiveMs) return { failures: state.failures, since: now };
  const forgiven = Math.max(0, Math.floor((now - state.failedAt) / forgiveMs));
  const failures = Math.max(0, state.failures - forgiven);
  return { failures, since: failures === 0 ? now : state.failedAt + forgiven * forgiveMs };
}
