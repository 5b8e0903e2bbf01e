import type { AccessPointId, ReaderId } from '../kernel/index.ts';

/** A keypad, card or finger reader that is a device of its own. */
export interface Reader {
  id: ReaderId;
  name: string;
  accessPointId: AccessPointId;
  /** Hex SHA-256 of the key it shows with every report. */
  keyHash: string;
  /** Below it a finger is no match; on the reader's own scale. */
  leastConfidence: number;
  createdAt: number;
}

export interface ReaderRepository {
  add(reader: Reader): Promise<void>;
  find(id: ReaderId): Promise<Reader | null>;
  /** Oldest first. */
  list(): Promise<Reader[]>;
  /** False when there is none. */
  remove(id: ReaderId): Promise<boolean>;
}
