import { readFileSync } from 'node:fs';
import { createHttpServer } from '../src/http/index.ts';
import { silentLogger } from '../src/kernel/index.ts';

/** The OpenAPI 3.1 description as the server itself would give it, without starting anything. */
export async function describeApi(): Promise<object> {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const none = new Proxy({}, { get: () => async () => undefined }) as never;
  const app = await createHttpServer({
    handlers: none,
    sockets: none,
    authorise: none,
    webRoot: null,
    hostNames: new Set(),
    https: null,
    front: null,
    version,
    logger: silentLogger,
  });
  await app.ready();
  const description = app.swagger();
  await app.close();
  return description;
}
