import { Kysely, MysqlDialect, type MysqlPoolConnection } from 'kysely';
import { createPool } from 'mysql2';
import type { DatabaseAddress } from '../../config/index.ts';
import type { Reader, Writer } from '../database.ts';
import type { Schema } from '../schema.ts';
import { explainMysqlError, isLost, mysqlNumber, undoesAll } from './errors.ts';
import { connectionOptions, ISOLATION, openSession, placeOf, SETUP, type Session } from './session.ts';
import { createTurns } from './turns.ts';

const READERS = 4;
const SCHEMA_CHANGE = /^\s*(create|alter)\b/i;
const TURN_CHANGE = /^\s*(begin|start|commit|rollback|savepoint|set|lock|unlock)\b/i;
/** Table, column, index and trigger that are there already. */
const ALREADY_MADE = [1050, 1060, 1061, 1359];
/** Whoever locks this row has the turn, among all processes: the counterpart of BEGIN IMMEDIATE. */
const TAKE_TURN = 'select sealed from key_check for update';

type Query = (text: string, values: readonly unknown[]) => Promise<unknown>;

/** A few connections of their own, which may only read; a read that a lost connection cut off is asked once more. */
export async function openReader(address: DatabaseAddress): Promise<Reader> {
  const place = placeOf(address);
  const pool = createPool({ ...connectionOptions(address), connectionLimit: READERS, maxIdle: READERS });
  pool.on('connection', (connection) => {
    for (const text of [SETUP, ISOLATION, 'set session transaction read only'])
      connection.query(text, (error) => error && connection.destroy());
  });
  const ask: Query = (text, values) =>
    new Promise((resolve, reject) => {
      pool.query(text, values as unknown[], (error, result) => (error ? reject(error) : resolve(result)));
    });
  const read: Query = async (text, values) => {
    try {
      return await ask(text, values).catch((error) => {
        if (isLost(error)) return ask(text, values);
        throw error;
      });
    } catch (error) {
      throw explainMysqlError(error, place);
    }
  };
  const end = () => new Promise<void>((ended) => pool.end(() => ended()));
  return { db: kyselyOver(read), close: end };
}

interface RunningTransaction {
  open: boolean;
  /** The error after which nothing of it counts any more. */
  undoneBy?: unknown;
}

/** One connection, made anew when it was lost. `mayWrite` throws when this process may not write any more. */
export function openWriter(address: DatabaseAddress, mayWrite: () => Promise<void>): Writer {
  const turns = createTurns();
  let session: Session | null = null;
  let stopped = false;

  async function takeTurn(triesLeft = 1): Promise<Session> {
    await mayWrite();
    try {
      if (!session?.alive()) session = await openSession(address, ['set session autocommit = 0']);
      await session.query(TAKE_TURN);
      return session;
    } catch (error) {
      await undo(session);
      // Nothing was begun yet: a connection that the server had closed meanwhile is no error.
      if (triesLeft > 0 && isLost((error as Error).cause)) return takeTurn(triesLeft - 1);
      throw error;
    }
  }

  return {
    transaction: (work, ended) =>
      turns.take(async () => {
        if (stopped) throw new Error('The store is closed.');
        const mine = await takeTurn();
        const running: RunningTransaction = { open: true };
        let committed = false;
        try {
          const result = await work(kyselyOver(inside(running, mine)));
          if (running.undoneBy) throw running.undoneBy;
          running.open = false;
          await mine.query('commit');
          committed = true;
          return result;
        } finally {
          running.open = false;
          if (!committed) await undo(mine);
          ended(committed);
        }
      }),
    // The log of a server is its own: see docs/operate/database.md.
    checkpoint: () => turns.take(async () => {}),
    stop: () =>
      turns.take(async () => {
        stopped = true;
      }),
    close: () => turns.take(async () => session?.close()),
  };
}

/** Where that fails, the connection goes, and the server undoes it. */
async function undo(session: Session | null): Promise<void> {
  await session?.query('rollback').catch(() => session.destroy());
}

/** Statements of this transaction only, and none once it is over or undone. */
function inside(running: RunningTransaction, session: Session): Query {
  return async (text, values) => {
    if (running.undoneBy) throw running.undoneBy;
    if (!running.open || TURN_CHANGE.test(text))
      throw new Error('A statement came outside of its transaction and was not run.');
    try {
      return await session.query(text, values);
    } catch (error) {
      // Of a change of the tables that was cut off, some of it may be there: it is not undone as rows are.
      if (SCHEMA_CHANGE.test(text) && ALREADY_MADE.includes(mysqlNumber(error) ?? 0)) return [];
      if (undoesAll((error as Error).cause ?? error)) running.undoneBy ??= error;
      throw error;
    }
  };
}

function kyselyOver(query: Query): Kysely<Schema> {
  const connection: MysqlPoolConnection = {
    query: ((text: string, values: readonly unknown[], answer: (error: unknown, result: unknown) => void) => {
      query(text, values).then(
        (result) => answer(null, result),
        (error) => answer(error, null),
      );
    }) as unknown as MysqlPoolConnection['query'],
    release: () => {},
  };
  const pool = {
    getConnection: (give: (error: unknown, connection: MysqlPoolConnection) => void) =>
      give(null, connection),
    end: (ended: (error: unknown) => void) => ended(null),
  };
  return new Kysely<Schema>({ dialect: new MysqlDialect({ pool }) });
}
