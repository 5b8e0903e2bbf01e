import type { ObligationId } from '../kernel/index.ts';
import type { OutboxRepository } from './repositories.ts';

/**
 * Makes due now what waits for its next try only because the channel was down or wrongly set. Leased rows stay: somebody
 * is sending them (they count a try that is not yet in their history).
 */
export async function hasten(
  outbox: Pick<OutboxRepository, 'list' | 'retryNow'>,
  inFlight: { has(id: ObligationId): boolean },
  now: number,
): Promise<void> {
  for (const { id, dueAt, tries, history } of await outbox.list({
    state: 'waiting',
    limit: 1000,
    silent: true,
  })) {
    const leased = inFlight.has(id) || history.length < tries;
    if (dueAt > now && !leased) await outbox.retryNow(id, now);
  }
}
