import type { PersonId } from '../kernel/index.ts';

/** What the rotation of the keys does to the data, and who was erased from it. */
export interface SealingRepository {
  /**
   * Everything that hangs on the master key hangs on this one once the transaction is committed, and on the former one
   * until then. The log goes on under a new chain key with the next event.
   */
  rekey(masterKey: Uint8Array, onProgress: (done: number, total: number) => void): Promise<void>;
  /** Seals everything of this owner anew under a new data key. False when they have none. */
  renewDataKey(ownerId: string, at: number): Promise<boolean>;
  /** Whose data key is older than that; the site is one of them. */
  ownersWithKeyBefore(at: number): Promise<string[]>;
  /** Once all files beside the database are sealed under the present key. */
  forgetFormerFileKeys(): Promise<void>;
  listErased(): Promise<PersonId[]>;
}

/** Settings that are changed in the panel; sealed under the site's key, because some hold secrets. */
export interface SettingsRepository {
  /** The JSON value stored under this name, or null. */
  get(name: string): Promise<unknown>;
  put(name: string, value: unknown): Promise<void>;
}
