import type { DatabaseAddress } from '../../config/index.ts';
import { type Logger, SallyportError, silentLogger } from '../../kernel/index.ts';
import type { Database } from '../database.ts';
import { holdsCheckOf, sealCheck } from '../key-check.ts';
import { openReader, openWriter } from './connection.ts';
import { hasTable, lockNamed } from './data-lock.ts';
import { mysqlDialect } from './dialect.ts';
import { openSession, placeOf, type Row, type Session } from './session.ts';

const WAIT_SECONDS = 20;
/** A photograph is sent as text of twice its length. */
const LARGEST_STATEMENT_BYTES = 16 * 1024 * 1024;

export interface MysqlOptions {
  database: DatabaseAddress;
  mayWrite?: () => Promise<void>;
  logger?: Logger;
}

export async function mysqlDatabase(options: MysqlOptions): Promise<Database> {
  const { database: address, mayWrite = async () => {}, logger = silentLogger } = options;
  const place = placeOf(address);
  const withSession = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const session = await openSession(address);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  };
  const dialect = mysqlDialect(await withSession((session) => lookAt(session, place, logger)));

  return {
    dialect,
    // A change of the tables ends the transaction it stands in, and the turn with it.
    whileMaking: (work) =>
      withSession(async (session) => {
        if (!(await lockNamed(session, 'tables', address.name, WAIT_SECONDS)))
          throw new SallyportError('busy');
        return work();
      }),
    prepare: (checkKey) => withSession((session) => prepare(session, checkKey, place)),
    openWriter: async () => openWriter(address, mayWrite),
    openReader: () => openReader(address),
    wrongKey: () => wrongKey(place),
  };
}

/** Which of the two it is; warns where what is acknowledged may be lost with the power, or a photograph refused. */
async function lookAt(session: Session, place: string, logger: Logger): Promise<'mariadb' | 'mysql'> {
  const text =
    'select version() as version, @@innodb_flush_log_at_trx_commit as flushed, @@max_allowed_packet as largest';
  const [row] = (await session.query(text)) as Row[];
  if (row?.flushed !== 1) logger.warn({ database: place, is: row?.flushed }, NOT_FLUSHED);
  if (Number(row?.largest) < LARGEST_STATEMENT_BYTES)
    logger.warn({ database: place, is: row?.largest }, SMALL_PACKETS);
  return /mariadb/i.test(String(row?.version)) ? 'mariadb' : 'mysql';
}

const NOT_FLUSHED =
  'the database does not force commits to the disk: what was acknowledged may be lost when the power fails; set innodb_flush_log_at_trx_commit = 1';
const SMALL_PACKETS = 'the database refuses large photographs: set max_allowed_packet = 16M or more';

/** Makes the key check when the database is empty; otherwise proves the key. With a wrong key nothing is changed. */
async function prepare(session: Session, checkKey: Uint8Array, place: string): Promise<void> {
  if (!(await hasTable(session, 'key_check'))) {
    if (await hasTable(session)) throw notOurs(place);
    await session.query('create table key_check (sealed blob not null)');
  }
  const [row] = (await session.query('select sealed from key_check')) as { sealed: Buffer }[];
  if (row) {
    if (!holdsCheckOf(checkKey, row.sealed)) throw wrongKey(place);
  } else if (await hasTable(session, 'migrations')) throw notOurs(place);
  else await session.query('insert into key_check (sealed) values (?)', [sealCheck(checkKey)]);
}

const notOurs = (place: string) =>
  new SallyportError('data_folder', {
    sentence: `${place} holds tables that are not Sallyport’s, or not all of them. Give it a database of its own, or restore the backup whole.`,
    details: { database: place },
  });

const wrongKey = (place: string) =>
  new SallyportError('key_missing', {
    sentence: `The key is not the one that sealed the database ${place}. Put back the key file that was made with this data; nothing was changed.`,
    details: { database: place },
  });
