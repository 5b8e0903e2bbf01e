import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { SallyportError } from '../kernel/index.ts';

/** A database of its own on a MySQL or MariaDB server. Holds no secret: it may be logged. */
export interface DatabaseAddress {
  host: string;
  port: number;
  user: string;
  name: string;
  /** Null = in the clear, which never leaves this machine. */
  tls: { caFile: string | null } | null;
  /** Reads it where it lies. */
  password(): string;
}

/** What `database` says by itself; `caFile` as it was written. */
export type DatabaseUrl = Omit<DatabaseAddress, 'password'>;

const FORM = 'must be an address such as mysql://sallyport@127.0.0.1:3306/sallyport';
const NAME = /^[\p{L}\p{N}_$.-]{1,64}$/u;

/** `mysql://user@host:port/name?tls=on|off&ca=FILE`. What is wrong is said without repeating the address. */
export const databaseUrl = z.string(FORM).transform((text, context): DatabaseUrl => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const parsed = url && ['mysql:', 'mariadb:'].includes(url.protocol) ? parseUrl(url) : FORM;
  if (typeof parsed !== 'string') return parsed;
  context.addIssue(parsed);
  return z.NEVER;
});

function parseUrl(url: URL): DatabaseUrl | string {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const [user, name] = [decoded(url.username), decoded(url.pathname.slice(1))];
  if (url.password) {
    return 'must hold no password: it would be seen in the list of processes. Write it into a file and name that with “databasePasswordFile”, or put it into the environment variable SALLYPORT_DATABASE_PASSWORD';
  }
  if (!host || !user || !NAME.test(name) || url.hash) return FORM;
  const tls = tlsOf(url.searchParams, host);
  if (typeof tls === 'string') return tls;
  return { host, port: url.port ? Number(url.port) : 3306, user, name, tls };
}

/** The password and everything that is kept would cross the network. */
function tlsOf(query: URLSearchParams, host: string): DatabaseUrl['tls'] | string {
  const foreign = [...query.keys()].filter((key) => key !== 'tls' && key !== 'ca');
  if (foreign.length > 0) return `knows the options tls and ca only, not ${foreign.join(', ')}`;
  const [asked, caFile] = [query.get('tls'), query.get('ca')];
  if (asked !== null && asked !== 'on' && asked !== 'off') return 'must say tls=on or tls=off';
  if (asked === 'off' && caFile) return 'must not name a CA together with tls=off';
  if (asked === 'off' && !isLoopback(host))
    return 'may say tls=off for a server on this machine only: passwords and faces never cross a network in the clear. Set up TLS at the database server, and name the CA with ca=FILE when it is not a public one';
  if (asked !== 'on' && !caFile && isLoopback(host)) return null;
  if (isIP(host)) return 'must name the server by the host name in its certificate, not by an IP address';
  return { caFile };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Joins the address with where its password lies. Throws `bad_input` when that is nowhere. */
export function withPassword(
  { tls, ...url }: DatabaseUrl,
  {
    passwordFile,
    password,
    base,
  }: { passwordFile?: string | undefined; password?: string | undefined; base: string },
): DatabaseAddress {
  if (!passwordFile && !password) {
    throw new SallyportError('bad_input', {
      sentence: `The password of ${url.user} at the database is missing. Write it into a file and name that with “databasePasswordFile”, or put it into the environment variable SALLYPORT_DATABASE_PASSWORD.`,
    });
  }
  const read = () => (passwordFile ? readPassword(passwordFile) : password!);
  const caFile = tls?.caFile ? resolve(base, tls.caFile) : null;
  return { ...url, tls: tls && { caFile }, password: read };
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SallyportError('bad_input', {
      sentence: `The file with the database’s password, ${file}, cannot be read (${code}).`,
    });
  }
}
