import { existsSync, readdirSync, readlinkSync } from 'node:fs';

const OPEN = '/proc/self/fd';

/** Whether this system tells which files a process holds open. */
export const tellsOpenFiles = existsSync(OPEN);

/** Paths of the files that this process holds open; none where the system does not tell. */
export function openFiles(): string[] {
  if (!tellsOpenFiles) return [];
  return readdirSync(OPEN).map((fd) => {
    try {
      return readlinkSync(`${OPEN}/${fd}`);
    } catch {
      return '';
    }
  });
}
