import { readFileSync } from 'node:fs';
import { type Connection, type ConnectionOptions, createConnection } from 'mysql2';
import type { DatabaseAddress } from '../../config/index.ts';
import { SallyportError } from '../../kernel/index.ts';
import { explainMysqlError, isLost } from './errors.ts';

export type Row = Record<string, unknown>;

/** One connection. What fails on it is explained. */
export interface Session {
  /** Rows, or what the server says of a change. */
  query(text: string, values?: readonly unknown[]): Promise<unknown>;
  alive(): boolean;
  /** Ends it in order; at once when it is broken. */
  close(): Promise<void>;
  /** Ends it at once: the server undoes what ran on it. */
  destroy(): void;
}

/** A dead peer, and with it its locks, is forgotten by the server after this. */
const IDLE_SECONDS = 60;
const CONNECT_TIMEOUT_MS = 5000;

/** What each connection begins with: the same rules whatever the server's own defaults are. */
export const SETUP =
  "set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', default_storage_engine = 'InnoDB', " +
  `innodb_lock_wait_timeout = 5, lock_wait_timeout = 10, wait_timeout = ${IDLE_SECONDS}`;

/** A read or a transaction sees what was committed last. */
export const ISOLATION = 'set session transaction isolation level read committed';

export const placeOf = ({ host, port, name }: DatabaseAddress): string => `${host}:${port}/${name}`;

export function connectionOptions(address: DatabaseAddress): ConnectionOptions {
  const { host, port, user, name, tls } = address;
  return {
    ...{ host, port, user, database: name, password: address.password() },
    charset: 'utf8mb4',
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableKeepAlive: true,
    ...(tls && { ssl: tlsOptions(tls.caFile) }),
  };
}

function tlsOptions(caFile: string | null) {
  const ca = caFile === null ? {} : { ca: readCa(caFile) };
  return { ...ca, minVersion: 'TLSv1.2', rejectUnauthorized: true, verifyIdentity: true };
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const sentence = `The certificate of the database’s CA, ${file}, cannot be read (${code}).`;
    throw new SallyportError('bad_input', { sentence });
  }
}

/** Connects and prepares the session; throws when the server does not answer or refuses. */
export async function openSession(address: DatabaseAddress, setup: readonly string[] = []): Promise<Session> {
  const session = overConnection(createConnection(connectionOptions(address)), placeOf(address));
  try {
    for (const text of [SETUP, ISOLATION, ...setup]) await session.query(text);
    return session;
  } catch (error) {
    session.destroy();
    throw error;
  }
}

function overConnection(raw: Connection, place: string): Session {
  let alive = true;
  const over = () => {
    alive = false;
  };
  raw.on('error', over);
  raw.on('end', over);
  const destroy = () => {
    over();
    raw.destroy();
  };
  const query = (text: string, values: readonly unknown[] = []) =>
    new Promise<unknown>((resolve, reject) => {
      raw.query(text, values as unknown[], (error, result) => {
        if (!error) return resolve(result);
        if (isLost(error)) over();
        reject(explainMysqlError(error, place));
      });
    });
  const close = () =>
    new Promise<void>((closed) => {
      if (!alive) destroy();
      if (!alive) return closed();
      raw.end(() => closed());
      over();
    });
  return { query, alive: () => alive, close, destroy };
}
