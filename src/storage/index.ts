export { hasDatabase, lockDatabase } from './mysql/data-lock.ts';
export { type DataPlace, openStore, type Store, type StoreOptions } from './open-store.ts';
export type { Repositories } from './repositories.ts';
export { createFileSealing } from './sealing.ts';
export { type DataLock, lockData } from './sqlite/data-lock.ts';
