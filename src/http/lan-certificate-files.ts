import { createPrivateKey, X509Certificate } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { SallyportError } from '../kernel/index.ts';
import type { KeyAndCertificate } from './lan-certificate-issue.ts';

type PairName = 'ca' | 'server';

/** Seals under the master key, which lies elsewhere: a copy of the data folder holds no private key. */
export interface FileSealing {
  seal(name: string, plain: Uint8Array): Uint8Array;
  /** Throws when it is not, whole, what was sealed under this name with this key. */
  unseal(name: string, sealed: Uint8Array): Uint8Array;
}

/** The form before they were sealed; what is sealed begins with a byte that is no letter. */
const CLEAR = '-----BEGIN ';

/** Seals what an earlier version left in the clear, whether or not it is in use. To be called at every start. */
export function sealLanKeys(dataDir: string, sealing: FileSealing): void {
  for (const name of ['ca.key', 'server.key']) {
    const file = join(dataDir, 'tls', name);
    const content = readIfThere(file);
    if (!content?.subarray(0, CLEAR.length).equals(Buffer.from(CLEAR))) continue;
    replaceAndBlank(file, () => writeWhole(file, sealing.seal(name, content)));
  }
}

/** After a rotation of the master key: seals under the present key what a former one sealed. */
export function resealLanKeys(dataDir: string, sealing: FileSealing): void {
  for (const name of ['ca.key', 'server.key']) {
    const file = join(dataDir, 'tls', name);
    const content = readIfThere(file);
    if (content)
      replaceAndBlank(file, () => writeWhole(file, sealing.seal(name, sealing.unseal(name, content))));
  }
}

/**
 * Key and certificate lie in one sealed file, so that no crash can leave one without the other. Null when there is none
 * yet. A damaged one is not replaced: devices trust what was in it. Throws `data_folder` saying what to do.
 */
export function readPair(folder: string, name: PairName, sealing: FileSealing): KeyAndCertificate | null {
  const file = join(folder, `${name}.key`);
  const content = readIfThere(file);
  if (content === null) return null;
  try {
    const text = Buffer.from(sealing.unseal(`${name}.key`, content)).toString();
    const [key = '', certificate = ''] = text.split(/(?=-----BEGIN CERTIFICATE-----)/);
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)))
      throw new Error('not a pair');
    if (process.platform !== 'win32') chmodSync(file, 0o600);
    return { key, certificate };
  } catch (cause) {
    throw new SallyportError('data_folder', {
      sentence: `${file} is damaged. Restore it from your backup, or remove it for a new one${name === 'ca' ? ', which devices must then trust anew' : ''}.`,
      cause,
    });
  }
}

export function writePair(
  folder: string,
  name: PairName,
  { key, certificate }: KeyAndCertificate,
  { seal }: FileSealing,
): void {
  const file = `${name}.key`;
  writeWhole(join(folder, file), seal(file, Buffer.from(key + certificate)));
}

/** Blanks what the old name held once the new file is in its place, as far as the disk lets a file be overwritten. */
function replaceAndBlank(file: string, replace: () => void): void {
  const old = openSync(file, 'r+');
  try {
    replace();
    writeSync(old, Buffer.alloc(fstatSync(old).size), 0);
    fsyncSync(old);
  } finally {
    closeSync(old);
  }
}

/** The authority's certificate alone, to be copied to devices; answers where it lies. */
export function writeCertificate(folder: string, { certificate }: KeyAndCertificate): string {
  const file = join(folder, 'ca.pem');
  if (readIfThere(file)?.toString() !== certificate) writeWhole(file, certificate);
  return file;
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function writeWhole(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.new`;
  writeFileSync(temporary, content, { mode: 0o600, flush: true });
  renameSync(temporary, file);
}
