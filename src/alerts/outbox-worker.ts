import type { Ledger } from '../evidence/index.ts';
import type { EventRecord, ObligationId } from '../kernel/index.ts';
import { isAlert } from './alert-rules.ts';
import type { Channel } from './channel.ts';
import { createChannelBreaker } from './channel-breaker.ts';
import { createEmailChannel } from './channels/email.ts';
import { type OutboxTransaction, sendObligation, writeTry } from './deliver-obligation.ts';
import { decideNext } from './delivery-waits.ts';
import { hasten } from './hasten.ts';
import type { MailSettings } from './mail-settings.ts';
import { isNews } from './notice-rules.ts';
import type { PrepareOptions } from './prepare-alert.ts';
import type { MessageOptions, MessageSources } from './prepare-message.ts';
import type { Obligation, OutboxRepository } from './repositories.ts';
import { isSilentAlarm } from './silent-alarms.ts';
import { createWakeableSleep } from './wakeable-sleep.ts';

export interface OutboxWorkerOptions extends PrepareOptions {
  ledger: Ledger<OutboxTransaction>;
  outbox: Pick<OutboxRepository, 'claimDue' | 'nextDueAt' | 'list' | 'retryNow'>;
  sources: MessageSources;
  drawQr: MessageOptions['drawQr'];
  /** Read before every round, so that changed settings count at once. Null while mail is not set up. */
  loadMailSettings: () => Promise<MailSettings | null>;
  openChannel?: (settings: MailSettings) => Channel;
  /** The longest sleep: what makes up for a lost poke. */
  pollMs?: number;
  /** A try is cut off after this long; shorter than the lease, so that no second worker sends meanwhile. */
  sendDeadlineMs?: number;
  /** How long `stop` lets running sends finish. */
  stopWithinMs?: number;
}

export interface OutboxWorker {
  /** Look now: an obligation was written, or the settings changed. With `probeNow` even if the server was just down. */
  poke(options?: { probeNow?: boolean }): void;
  /** Takes nothing new, lets running sends finish for a while, cuts off the rest (they fall due again). */
  stop(): Promise<void>;
}

const LEASE_MS = 60_000;
const MOST_AT_ONCE = 4;
/** After an error of our own, such as a full disk, or when another worker was quicker. */
const PAUSE_MS = 2000;

/** Events after whose commit the worker is poked. */
export const wakesOutbox = (event: EventRecord): boolean =>
  isAlert(event) ||
  isSilentAlarm(event) ||
  isNews(event) ||
  event.type === 'code.issued' ||
  event.type === 'settings.changed';

/**
 * Sends what is owed until all of it is delivered or rejected. At least once: if the process dies after the server took
 * a message and before that was written down, the lease runs out and the message goes out again, with the same Message-ID.
 * While mail is not set up nothing is claimed and no try is spent.
 */
export function startOutboxWorker(options: OutboxWorkerOptions): OutboxWorker {
  const { ledger, outbox, sources, clock, logger, openChannel = createEmailChannel } = options;
  const { pollMs = 10_000, sendDeadlineMs = 45_000, stopWithinMs = 5000 } = options;
  const breaker = createChannelBreaker();
  const inFlight = new Map<ObligationId, { cutOff: AbortController; done: Promise<void> }>();
  const sleep = createWakeableSleep();
  let knownSettings: string | null = null;
  let stopping = false;

  async function run(): Promise<void> {
    while (!stopping) {
      const waitMs = await round().catch((error: unknown) => {
        logger.error({ err: error }, 'the outbox could not be read; it is tried again');
        return PAUSE_MS;
      });
      await sleep.wait(Math.min(waitMs, pollMs));
    }
  }

  /** Claims what is due and there is room for; answers how long nothing is to be done. A finished send wakes it too. */
  async function round(): Promise<number> {
    const settings = await options.loadMailSettings();
    await noticeChange(settings);
    if (!settings || stopping) return pollMs;
    const now = clock.now();
    const dueAt = await outbox.nextDueAt();
    if (dueAt === null) return pollMs;
    if (dueAt > now) return dueAt - now;
    const room = breaker.room(now, inFlight.size, MOST_AT_ONCE);
    if (room === 0) return breaker.msToProbe(now) || pollMs;
    const claimed = await outbox.claimDue(now, LEASE_MS, room);
    for (const obligation of claimed) begin(obligation, settings);
    return claimed.length > 0 ? 0 : PAUSE_MS;
  }

  async function noticeChange(settings: MailSettings | null): Promise<void> {
    const current = JSON.stringify(settings);
    const changed = knownSettings !== null && knownSettings !== current;
    knownSettings = current;
    if (!changed) return;
    breaker.reset();
    await hasten(outbox, inFlight, clock.now());
  }

  function begin(obligation: Obligation, settings: MailSettings): void {
    const { id } = obligation;
    const cutOff = new AbortController();
    const deadline = setTimeout(() => cutOff.abort(), sendDeadlineMs);
    const done = deliver(obligation, settings, cutOff.signal)
      .catch((error: unknown) => {
        logger.error({ err: error, obligationId: id }, 'a try could not be written down; its lease runs out');
      })
      .finally(() => {
        clearTimeout(deadline);
        inFlight.delete(id);
        sleep.wake();
      });
    inFlight.set(id, { cutOff, done });
  }

  async function deliver(obligation: Obligation, settings: MailSettings, signal: AbortSignal): Promise<void> {
    const channel = () => openChannel(settings);
    const sent = await sendObligation(obligation, channel, sources, options, signal);
    const { result, askedChannel } = sent;
    const now = clock.now();
    const next = decideNext(obligation, result, now);
    // Cut off by the stop, not by the server: it goes out first thing after the next start.
    if (stopping && signal.aborted) next.dueAt = now;
    const recovered = askedChannel && breaker.note(result, now);
    await writeTry(ledger, obligation, next, sent, now);
    logger.info(
      { obligationId: obligation.id, outcome: next.outcome, tries: obligation.tries },
      'an alert was tried',
    );
    if (recovered) await hasten(outbox, inFlight, now);
  }

  const running = run();
  return {
    poke({ probeNow = false } = {}) {
      if (probeNow) breaker.probeNow();
      sleep.wake();
    },
    async stop() {
      stopping = true;
      sleep.wake();
      await running;
      const sends = [...inFlight.values()];
      const patience = setTimeout(() => {
        for (const { cutOff } of sends) cutOff.abort();
      }, stopWithinMs);
      await Promise.all(sends.map(({ done }) => done));
      clearTimeout(patience);
    },
  };
}
