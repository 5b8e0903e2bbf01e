/** Writes the API's description and, from it, the panel's types. The server's own table is the only source. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { describeApi } from './describe-api.ts';

mkdirSync('docs/reference', { recursive: true });
mkdirSync('web/src/api', { recursive: true });
writeFileSync('docs/reference/openapi.json', `${JSON.stringify(await describeApi(), null, 2)}\n`);
execFileSync(
  'npx',
  ['--no-install', 'openapi-typescript', 'docs/reference/openapi.json', '-o', 'web/src/api/schema.d.ts'],
  {
    stdio: 'inherit',
  },
);
