import type {
  AccessPointId,
  AttemptId,
  EventRecord,
  EventType,
  PersonId,
  SnapshotId,
} from '../kernel/index.ts';

export interface EventQuery {
  /** Only events with a smaller number than this: the next page. */
  beforeSeq?: number;
  afterSeq?: number;
  limit: number;
  types?: EventType[];
  personId?: PersonId;
  actorId?: PersonId;
  accessPointId?: AccessPointId;
  attemptId?: AttemptId;
}

/** Append-only: nothing here changes or removes what was written, and the database refuses to. */
export interface EventRepository {
  last(): Promise<EventRecord | null>;
  /** Writes one record. Two writers with one `seq`: one gets an error and its whole transaction is undone. */
  append(record: EventRecord): Promise<void>;
  /** Newest first. */
  list(query: EventQuery): Promise<EventRecord[]>;
  /** Oldest first, for checking the chain. */
  listForward(afterSeq: number, limit: number): Promise<EventRecord[]>;
}

export interface Snapshot {
  id: SnapshotId;
  /** Under whose key it is sealed; null = the site's own key (a stranger belongs to nobody here). */
  ownerId: PersonId | null;
  takenAt: number;
  /** JPEG without metadata. */
  jpeg: Uint8Array;
}

export interface SnapshotRepository {
  add(snapshot: Snapshot): Promise<void>;
  /** Null when there is none, or when its owner was erased. */
  find(id: SnapshotId): Promise<Snapshot | null>;
}
