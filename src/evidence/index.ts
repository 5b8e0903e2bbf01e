export { type ChainReport, checkChain } from './chain.ts';
export { describeEvent, type EventNames } from './describe-event.ts';
export { describePassed, describeReason, isGraveDenial } from './describe-event-denial.ts';
export { FACTOR_WORDS } from './describe-event-words.ts';
export {
  type Consequence,
  createLedger,
  type Ledger,
  type LedgerTransaction,
  type Reactor,
  type RecordEvents,
  type TransactionRunner,
} from './ledger.ts';
export type { EventQuery, EventRepository, Snapshot, SnapshotRepository } from './repositories.ts';
