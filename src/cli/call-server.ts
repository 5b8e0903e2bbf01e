import { readFileSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../config/index.ts';
import { ERRORS, type ErrorCode, SallyportError } from '../kernel/index.ts';
import { reachableHost, readServerAddress, type ServerAddress } from '../wiring/server-address.ts';

const ERROR_SCHEMA = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});

const PATIENCE_MS = 60_000;

/** Asks the server that runs on this machine. Throws what it refuses with, and `not_found` when none answers. */
export async function callServer<Answer>(
  settings: Settings,
  {
    method,
    path,
    body,
    authorization,
  }: { method: string; path: string; body?: object; authorization?: string },
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  const address = demandAddress(settings);
  const text = body ? JSON.stringify(body) : '';
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(authorization ? { authorization } : {}),
  };
  const { status, answer } = await send(address, settings, { method, path, headers }, body ? text : null);
  const refusal = ERROR_SCHEMA.safeParse(answer);
  if (status < 400) return schema.parse(answer);
  if (!refusal.success) throw new SallyportError('busy', { sentence: `The server answered ${status}.` });
  const { code, message, details } = refusal.data.error;
  throw new SallyportError(code in ERRORS ? (code as ErrorCode) : 'internal', {
    sentence: message,
    ...(details ? { details } : {}),
  });
}

/** A passphrase goes nowhere but to this machine, whatever the file says. */
function demandAddress(settings: Settings): ServerAddress {
  const address = readServerAddress(settings.dataDir);
  if (!address) {
    throw new SallyportError('not_found', {
      sentence: `No server runs on ${settings.dataDir}. Start it with “sallyport start”.`,
    });
  }
  const { host } = address;
  const here = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  if (here || host === reachableHost(settings.host)) return address;
  throw new SallyportError('data_folder', {
    sentence: `${settings.dataDir} names ${host} as its server, which is not this machine. Nothing was sent.`,
  });
}

interface Sending {
  method: string;
  path: string;
  headers: Record<string, string | number>;
}

function send(
  { protocol, host, port }: ServerAddress,
  { dataDir }: Settings,
  sending: Sending,
  text: string | null,
): Promise<{ status: number; answer: unknown }> {
  const secure = protocol === 'https:';
  const request = secure ? requestHttps : requestHttp;
  const trust = secure ? { ca: readFileSync(join(dataDir, 'tls/ca.pem')) } : {};
  return new Promise((done, failed) => {
    const asking = request({ host, port, ...sending, ...trust, timeout: PATIENCE_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', failed);
      response.on('end', () =>
        done({ status: response.statusCode ?? 500, answer: parse(Buffer.concat(chunks).toString()) }),
      );
    });
    asking.on('timeout', () => asking.destroy(new Error('no answer')));
    asking.on('error', (cause) => failed(noAnswer(host, port, cause)));
    asking.end(text ?? undefined);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const noAnswer = (host: string, port: number, cause: Error) =>
  new SallyportError('not_found', {
    sentence: `No server answers at ${host}:${port}. Start it with “sallyport start”.`,
    cause,
  });
