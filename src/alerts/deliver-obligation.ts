import type { Ledger } from '../evidence/index.ts';
import type { AttemptId, EventRecord } from '../kernel/index.ts';
import type { Channel, SendResult } from './channel.ts';
import type { NextState } from './delivery-waits.ts';
import {
  type MessageOptions,
  type MessageSources,
  type PreparedMessage,
  prepareMessage,
} from './prepare-message.ts';
import type { Obligation, OutboxRepository } from './repositories.ts';

/** What is written in one transaction: the try, the state, and the event of a delivery or a rejection. */
export interface OutboxTransaction {
  outbox: Pick<OutboxRepository, 'finishTry'>;
  codes: MessageSources['codes'] & { remove(attemptId: AttemptId): Promise<void> };
}

export interface SentObligation {
  result: SendResult;
  /** False when it ended before the channel was asked: that says nothing about the channel. */
  askedChannel: boolean;
  event: EventRecord | null;
  sentCode?: PreparedMessage['sentCode'];
  moot?: boolean | undefined;
}

/** One try. Never throws: an error of ours is a retry, and is logged. */
export async function sendObligation(
  obligation: Obligation,
  channel: () => Channel,
  sources: MessageSources,
  options: MessageOptions,
  signal: AbortSignal,
): Promise<SentObligation> {
  const sent: SentObligation = { result: OUR_ERROR, askedChannel: false, event: null };
  try {
    const prepared = await prepareMessage(obligation, sources, options);
    sent.event = prepared.event;
    sent.sentCode = prepared.sentCode;
    sent.moot = prepared.moot;
    if ('unsendable' in prepared) {
      const { unsendable: brief } = prepared;
      return { ...sent, result: { outcome: 'rejected', why: `Not sent: ${brief}.`, brief } };
    }
    return { ...sent, askedChannel: true, result: await channel().send(prepared.message, signal) };
  } catch (error) {
    options.logger.error(
      { err: error, obligationId: obligation.id },
      'an alert could not be prepared or sent',
    );
    return sent;
  }
}

const OUR_ERROR: SendResult = {
  outcome: 'retry',
  why: 'An error of our own; see the server’s log.',
  channelDown: false,
};

/** The delivery record and, when it is over, its event: both or neither. */
export async function writeTry(
  ledger: Ledger<OutboxTransaction>,
  { id, channel, recipientId, tries, facts: { message, silent } }: Obligation,
  next: NextState,
  { event, sentCode, moot }: Pick<SentObligation, 'event' | 'sentCode' | 'moot'>,
  at: number,
): Promise<void> {
  const about = { personId: recipientId, attemptId: event?.attemptId ?? null };
  const facts = { channel, obligationId: id, tries, ...(message && message !== 'alert' ? { message } : {}) };
  const { outcome, response, state, dueAt, brief } = next;
  await ledger.transaction(async (tx) => {
    await tx.outbox.finishTry({ obligationId: id, at, outcome, response }, { state, dueAt });
    if (sentCode && state !== 'waiting') await forget(tx.codes, sentCode);
    // The numbers of the log have no gaps: of a silent alarm there must be no event at all. The delivery record has it.
    if (silent) return;
    if (state === 'delivered') await tx.record([{ type: 'alert.delivered', facts, ...about }]);
    if (state === 'rejected')
      await tx.record([
        {
          type: 'alert.rejected',
          facts: { ...facts, why: brief, ...(moot ? { moot: true as const } : {}) },
          ...about,
        },
      ]);
  });
}

/** The sealed code has done its work; one that was asked for meanwhile stays. */
async function forget(
  codes: OutboxTransaction['codes'],
  { attemptId, code }: NonNullable<SentObligation['sentCode']>,
): Promise<void> {
  if ((await codes.find(attemptId))?.code === code) await codes.remove(attemptId);
}
