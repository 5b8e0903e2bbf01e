export { type ChainReport, chainHash, checkChain } from './chain.ts';
export {
  createLedger,
  type Ledger,
  type LedgerTransaction,
  type Reactor,
  type RecordEvents,
  type TransactionRunner,
} from './ledger.ts';
export type { EventQuery, EventRepository, Snapshot, SnapshotRepository } from './repositories.ts';
