import { type DatabaseAddress, loadSettings } from '../../../../src/config/index.ts';

/** `URL|FILE`: the address, and the file in which the password lies. */
export function addressIn(text: string): DatabaseAddress {
  const [database, databasePasswordFile] = text.split('|');
  return loadSettings({ argv: { database, databasePasswordFile }, env: {}, cwd: '/' }).database!;
}
