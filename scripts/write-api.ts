/** Writes the API's description and, from it, the panel's types. The server's own table is the only source. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createHttpServer } from '../src/http/server.ts';
import { silentLogger } from '../src/kernel/index.ts';

const none = new Proxy({}, { get: () => async () => undefined }) as never;
const app = await createHttpServer({
  handlers: none,
  sockets: none,
  authorise: none,
  webRoot: null,
  hostNames: new Set(),
  https: null,
  version: process.env.npm_package_version ?? '0',
  logger: silentLogger,
});
await app.ready();
mkdirSync('docs/reference', { recursive: true });
mkdirSync('web/src/api', { recursive: true });
writeFileSync('docs/reference/openapi.json', `${JSON.stringify(app.swagger(), null, 2)}\n`);
await app.close();
execFileSync(
  'npx',
  ['--no-install', 'openapi-typescript', 'docs/reference/openapi.json', '-o', 'web/src/api/schema.d.ts'],
  { stdio: 'inherit' },
);
