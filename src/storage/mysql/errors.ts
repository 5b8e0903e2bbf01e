import { SallyportError } from '../../kernel/index.ts';

/** The server's own number of an error, also of one that was wrapped. */
export function mysqlNumber(error: unknown): number | undefined {
  const number = (error as { errno?: unknown } | null)?.errno;
  return typeof number === 'number' && number > 0 ? number : undefined;
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code);

const LOST =
  /^(PROTOCOL_(CONNECTION_LOST|ENQUEUE_AFTER|SEQUENCE_TIMEOUT|PACKETS_OUT_OF_ORDER)|E(CONN(REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN))/;
/** Shut down, too many connections, killed, idle for too long. */
const GONE = [1040, 1053, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1927, 3169, 4031];
const LOCKED = [1205, 1213];
const FULL = [1021, 1114];
const REFUSED = [1044, 1045, 1049, 1130, 1142, 1143, 1227, 1370, 1698];
const READ_ONLY = [1290, 1792, 1836];

/** The connection is gone, and with it the transaction that ran on it. */
export function isLost(error: unknown): boolean {
  const number = mysqlNumber(error);
  if (number !== undefined) return GONE.includes(number);
  // What is asked on a connection that is closed already fails without a code.
  return LOST.test(codeOf(error)) || (error as { fatal?: unknown } | null)?.fatal === true;
}

/** Nothing of the transaction counts any more: the server undid it, or left it half undone. */
export const undoesAll = (error: unknown): boolean =>
  isLost(error) || [...LOCKED, ...FULL].includes(mysqlNumber(error) ?? 0);

const isTls = (error: unknown): boolean =>
  /^HANDSHAKE_|^ERR_(TLS|SSL)_|CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(codeOf(error));

/**
 * Errors that the owner can act on become SallyportErrors; the others stay what they are: bugs. The text of the
 * statement goes in any case: the values stand in it. `place` is host:port/name.
 */
export function explainMysqlError(error: unknown, place: string): unknown {
  if (error instanceof SallyportError || !(error instanceof Error)) return error;
  Reflect.deleteProperty(error, 'sql');
  const number = mysqlNumber(error);
  const details = { database: place, code: codeOf(error) };
  const explain = (kind: 'storage_full' | 'data_folder' | 'busy', sentence: string) =>
    new SallyportError(kind, { sentence, details, cause: error });
  if (isTls(error)) return explain('data_folder', SENTENCES.tls(place, details.code));
  if (isLost(error)) return explain('busy', SENTENCES.lost(place, details.code));
  if (number === undefined) return error;
  if (LOCKED.includes(number)) return explain('busy', SENTENCES.locked(place));
  if (FULL.includes(number)) return explain('storage_full', SENTENCES.full(place));
  if (REFUSED.includes(number)) return explain('data_folder', SENTENCES.refused(place, details.code));
  if (READ_ONLY.includes(number)) return explain('data_folder', SENTENCES.readOnly(place));
  if (number === 1153) return explain('data_folder', SENTENCES.packet(place));
  if (number === 1419) return explain('data_folder', SENTENCES.triggers(place));
  return error;
}

const SENTENCES = {
  lost: (place: string, code: string) =>
    `The database ${place} does not answer (${code}). Nothing of this was changed, unless the answer alone was lost. Sallyport connects again by itself.`,
  locked: (place: string) =>
    `Somebody else holds rows of the database ${place}. Nothing was changed; try again in a moment.`,
  full: (place: string) =>
    `The disk of the database ${place} is full: nothing was changed. Make room and try again.`,
  refused: (place: string, code: string) =>
    `The database ${place} does not let Sallyport in, or not do what it must (${code}). Check name, password and rights: docs/operate/database.md lists them.`,
  readOnly: (place: string) =>
    `The database ${place} can only be read. Name the server that can be written to.`,
  packet: (place: string) =>
    `The database ${place} does not take values of this size. Set max_allowed_packet to 16M or more there.`,
  triggers: (place: string) =>
    `The database ${place} does not let Sallyport make the triggers that protect the log. Set log_bin_trust_function_creators = 1 there, at least for the first start.`,
  tls: (place: string, code: string) =>
    `The database ${place} did not prove over TLS who it is (${code}). Name the CA of its certificate with ?ca=FILE in “database”.`,
};
