import type { Repositories } from './repositories.ts';
import type { SiteKeys } from './site-keys.ts';
import type { Transactions } from './transactions.ts';

/** The questions. Everything else a repository can do writes. */
const READS: { [Name in keyof Repositories]: readonly (keyof Repositories[Name])[] } = {
  roles: ['list'],
  groups: ['list'],
  people: ['find', 'findByUserName', 'list', 'listWithRoles'],
  passwords: ['find'],
  faceSamples: ['listOf', 'listTemplates', 'templatesOf', 'counts', 'listUnready'],
  accessPoints: ['find', 'list'],
  flows: ['find', 'list'],
  credentials: ['findByLookup', 'find', 'kindsOf', 'listOf'],
  codes: ['find'],
  readers: ['find', 'list'],
  screens: ['find', 'list'],
  attempts: ['find', 'listOverdue', 'listOpenAt', 'grantedFrom'],
  throttles: ['find'],
  sessions: ['findByTokenHash', 'listOf'],
  events: ['last', 'list', 'listForward'],
  snapshots: ['find'],
  outbox: ['find', 'list', 'nextDueAt'],
  settings: ['get'],
  sealing: ['ownersWithKeyBefore', 'listErased'],
};

type Methods = Record<string, (...values: unknown[]) => Promise<unknown>>;

/** Outside of a transaction: reads go to the reader and never wait; each write is a transaction of its own. */
export function routeRepositories(
  reader: Repositories,
  transactions: Transactions,
  site: Pick<SiteKeys, 'changes' | 'committing'>,
): Repositories {
  const names = Object.keys(READS) as (keyof Repositories)[];
  const routed = names.map((name) => {
    const methods = Object.keys(reader[name]).map((method) => {
      const reads = (READS[name] as readonly string[]).includes(method);
      const ask = (source: Repositories) => source[name] as unknown as Methods;
      const route = async (...values: unknown[]) =>
        reads
          ? readUnchanged(site, () => ask(reader)[method]!(...values))
          : transactions.run((tx) => ask(tx)[method]!(...values));
      return [method, route];
    });
    return [name, Object.fromEntries(methods)];
  });
  return Object.fromEntries(routed) as Repositories;
}

/**
 * A read that a change of keys overtook may have looked for an old hash or opened with an old key: it asks again. One
 * that ends while such a change is being committed waits for that first: it may have seen either side.
 */
async function readUnchanged(
  site: Pick<SiteKeys, 'changes' | 'committing'>,
  read: () => Promise<unknown>,
): Promise<unknown> {
  const before = site.changes;
  try {
    const found = await read();
    await site.committing;
    if (before === site.changes) return found;
  } catch (error) {
    await site.committing;
    if (before === site.changes) throw error;
  }
  return readUnchanged(site, read);
}
