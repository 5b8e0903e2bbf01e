import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Where an installed npm package lies. Looked up from this file, so that it works from the sources and
 * from a bundle alike, and by folder, because not every package exports its package.json.
 */
export function packageFolder(name: string): string {
  const searched = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const folder = searched
    .map((path) => join(path, name))
    .find((path) => existsSync(join(path, 'package.json')));
  if (!folder) throw new Error(`The package ${name} is not installed.`);
  return folder;
}
