import type { MessageKind, ObligationId, PersonId, SnapshotId } from '../kernel/index.ts';

export const CHANNEL_KINDS = ['email'] as const;
type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** What one alert says: ids and codes; names and addresses are looked up when it is sent. */
export interface AlertFacts {
  eventSeq: number;
  snapshotId: SnapshotId | null;
  /** How many alerts there were at the same place in the last ten minutes, when not every one is mailed. */
  alertsLately?: number | undefined;
  /** Of a silent alarm: only those who receive these learn of it. */
  silent?: true | undefined;
  /** What it is to its recipient; an alert when absent. */
  message?: MessageKind | undefined;
}

export type ObligationState = 'waiting' | 'delivered' | 'rejected';

/** Something that must be sent. It is a row before it is sent, and stays as the delivery record afterwards. */
export interface Obligation {
  id: ObligationId;
  channel: ChannelKind;
  recipientId: PersonId;
  facts: AlertFacts;
  state: ObligationState;
  createdAt: number;
  /** Not before this instant. A claim moves it to the lease's end. */
  dueAt: number;
  tries: number;
  endedAt: number | null;
}

export type TryOutcome = 'delivered' | 'retry' | 'rejected';

/** One try to deliver, with what the other side said. */
export interface DeliveryTry {
  obligationId: ObligationId;
  at: number;
  outcome: TryOutcome;
  /** The server's answer or the error, cut to 300 characters, without credentials. */
  response: string;
}

export interface OutboxRepository {
  add(obligation: Obligation): Promise<void>;
  /**
   * Takes up to `limit` waiting obligations with dueAt ≤ now, counts a try, and moves their dueAt to now + leaseMs,
   * so that a worker that dies loses nothing: the row falls due again. Two workers claim one row: one gets it.
   * First what was tried least, then what is due longest: a backlog of failures delays no new alert.
   */
  claimDue(now: number, leaseMs: number, limit: number): Promise<Obligation[]>;
  /** Writes the try and the new state; `dueAt` only counts for a retry. */
  finishTry(delivery: DeliveryTry, next: { state: ObligationState; dueAt: number }): Promise<void>;
  /**
   * Makes a waiting or rejected one due now; false when there is none such. One whose lease still runs is being sent
   * this very moment: true, and nothing changes, so that it is not sent twice at once.
   */
  retryNow(id: ObligationId, now: number): Promise<boolean>;
  find(id: ObligationId): Promise<Obligation | null>;
  /** Newest first, with the tries of each, oldest try first. `beforeAt` pages by createdAt. */
  list(query: {
    limit: number;
    beforeAt?: number;
    state?: ObligationState;
    /** Also what is owed for silent alarms; absent = as if there were none. */
    silent?: boolean;
  }): Promise<(Obligation & { history: DeliveryTry[] })[]>;
  /** The earliest dueAt of a waiting one. */
  nextDueAt(): Promise<number | null>;
}
