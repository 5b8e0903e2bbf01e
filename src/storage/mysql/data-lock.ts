import { createHash } from 'node:crypto';
import type { DatabaseAddress } from '../../config/index.ts';
import { SallyportError } from '../../kernel/index.ts';
import { openSession, placeOf, type Row, type Session } from './session.ts';

const LOOK_MS = 15_000;
/** One that is just leaving is waited for. */
const PATIENCE_SECONDS = 1;

export interface DatabaseLock {
  release(): void;
  /** Takes it again when the connection that held it was lost. Throws `busy` when another process was faster. */
  ensure(): Promise<void>;
}

/**
 * Who holds it is the one server that works on this database; the database server takes it back when the connection is
 * gone. Null when another holds it.
 */
export async function lockDatabase(address: DatabaseAddress): Promise<DatabaseLock | null> {
  let session = await take(address);
  if (!session) return null;
  let taking: Promise<void> | null = null;
  let released = false;

  async function takeAgain(): Promise<void> {
    session = await take(address);
    if (!session) throw takenOver(placeOf(address));
    if (released) session.destroy();
  }
  const ensure = async () => {
    if (session?.alive()) return;
    taking ??= takeAgain().finally(() => {
      taking = null;
    });
    await taking;
  };
  const look = async () => {
    await session?.query('select 1').catch(() => {});
    await ensure().catch(() => {});
  };
  const timer = setInterval(look, LOOK_MS).unref();
  return {
    ensure,
    release() {
      released = true;
      clearInterval(timer);
      session?.destroy();
    },
  };
}

async function take(address: DatabaseAddress): Promise<Session | null> {
  return lockNamed(await openSession(address), 'server', address.name, PATIENCE_SECONDS);
}

/** The session when it has the lock; otherwise null, and the session is closed. */
export async function lockNamed(
  session: Session,
  purpose: string,
  database: string,
  seconds: number,
): Promise<Session | null> {
  const [row] = (await session.query('select get_lock(?, ?) as got', [
    lockName(purpose, database),
    seconds,
  ])) as Row[];
  if (row?.got === 1) return session;
  session.destroy();
  return null;
}

/** Locks are named for the whole server, in 64 characters. */
const lockName = (purpose: string, database: string): string =>
  `sallyport ${purpose} ${createHash('sha256').update(database).digest('hex').slice(0, 32)}`;

const takenOver = (place: string) =>
  new SallyportError('busy', {
    sentence: `Another server works on the database ${place} now. Stop one of them; nothing was changed.`,
  });

/** Whether the database holds data of ours. */
export async function hasDatabase(address: DatabaseAddress): Promise<boolean> {
  const session = await openSession(address);
  try {
    if (!(await hasTable(session, 'key_check'))) return false;
    return ((await session.query('select 1 from key_check')) as Row[]).length > 0;
  } finally {
    await session.close();
  }
}

export async function hasTable(session: Session, name?: string): Promise<boolean> {
  const text = 'select count(*) as n from information_schema.tables where table_schema = database()';
  const rows = name ? session.query(`${text} and table_name = ?`, [name]) : session.query(text);
  return ((await rows) as Row[])[0]?.n !== 0;
}
