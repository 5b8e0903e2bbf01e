import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely, KyselyPlugin } from 'kysely';
import type { KeyRing } from './key-ring.ts';
import type { Repositories } from './repositories.ts';
import type { Schema } from './schema.ts';

/** What a database must offer for it: see `database.ts`. */
export interface TransactionSource {
  transaction<T>(work: (db: Kysely<Schema>) => Promise<T>, ended: (committed: boolean) => void): Promise<T>;
}

export interface Transactions {
  /** One at a time; all of the work is committed or none of it. */
  run<T>(work: (tx: Repositories) => Promise<T>): Promise<T>;
  /** Throws when the caller is inside a transaction: what it waits for would wait for it. */
  refuseInside(): void;
}

interface Running {
  over: boolean;
}

export function createTransactions(
  source: TransactionSource,
  makeKeyRing: (db: Kysely<Schema>) => KeyRing,
  makeRepositories: (db: Kysely<Schema>, keys: KeyRing) => Repositories,
  begin: (db: Kysely<Schema>) => Promise<void>,
): Transactions {
  const current = new AsyncLocalStorage<Running>();

  function refuseInside(): void {
    const running = current.getStore();
    if (!running || running.over) return;
    throw new Error(
      'A transaction is running here: use the repositories it handed out, not those of the store.',
    );
  }

  async function run<T>(work: (tx: Repositories) => Promise<T>): Promise<T> {
    refuseInside();
    const running: Running = { over: false };
    let keys: KeyRing | undefined;
    const inside = async (connection: Kysely<Schema>) => {
      const db = connection.withPlugin(onlyDuring(running));
      await begin(db);
      keys = makeKeyRing(db);
      const tx = makeRepositories(db, keys);
      try {
        const result = await current.run(running, () => work(tx));
        keys.announce();
        return result;
      } finally {
        running.over = true;
      }
    };
    return source.transaction(inside, (committed) => keys?.settle(committed));
  }

  return { run, refuseInside };
}

/** Repositories kept beyond their transaction fail, rather than write into whichever one runs next. */
function onlyDuring(running: Running): KyselyPlugin {
  return {
    transformQuery({ node }) {
      if (running.over)
        throw new Error('This transaction is over: what it handed out cannot be used any more.');
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}
