import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SallyportError } from '../kernel/index.ts';
import type { KeyAndCertificate } from './lan-certificate-issue.ts';

type PairName = 'ca' | 'server';

/**
 * Key and certificate lie in one file, so that no crash can leave one without the other. Null when there is none yet.
 * A damaged one is not replaced: devices trust what was in it. Throws `data_folder` saying what to do.
 */
export function readPair(folder: string, name: PairName): KeyAndCertificate | null {
  const file = join(folder, `${name}.key`);
  const text = readIfThere(file);
  if (text === null) return null;
  try {
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

export function writePair(folder: string, name: PairName, { key, certificate }: KeyAndCertificate): void {
  writeWhole(join(folder, `${name}.key`), key + certificate);
}

/** The authority's certificate alone, to be copied to devices; answers where it lies. */
export function writeCertificate(folder: string, { certificate }: KeyAndCertificate): string {
  const file = join(folder, 'ca.pem');
  if (readIfThere(file) !== certificate) writeWhole(file, certificate);
  return file;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function writeWhole(file: string, text: string): void {
  const temporary = `${file}.new`;
  writeFileSync(temporary, text, { mode: 0o600, flush: true });
  renameSync(temporary, file);
}
