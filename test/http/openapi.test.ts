import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeApi } from '../../scripts/describe-api.ts';
import { API } from '../../src/http/contract/index.ts';

it('docs/reference/openapi.json describes the API as it is (npm run api writes it)', async () => {
  const written = JSON.parse(readFileSync('docs/reference/openapi.json', 'utf8'));
  expect(JSON.parse(JSON.stringify(await describeApi()))).toEqual(written);
});

it('every route of the table is in the description, with its permission (but WebSockets, which OpenAPI does not know)', async () => {
  const { openapi, paths } = (await describeApi()) as {
    openapi: string;
    paths: Record<string, Record<string, { 'x-permission'?: string }>>;
  };
  expect(openapi).toBe('3.1.0');
  for (const { method, url, permission, ...rest } of Object.values(API)) {
    if ('websocket' in rest) continue;
    const path = url.replaceAll(/:(\w+)/g, '{$1}');
    expect([path, paths[path]?.[method.toLowerCase()]?.['x-permission']]).toEqual([path, permission]);
  }
});
