export { openStore, type Store, type StoreOptions } from './open-store.ts';
export type { Repositories } from './repositories.ts';
export { createFileSealing } from './sealing.ts';
