import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { PasskeySite } from '../access/index.ts';
import type { Settings } from '../config/index.ts';

/**
 * Where browsers may use passkeys: the public address, or this machine by its names. Only by a name (WebAuthn 5.1.3:
 * an address is no valid domain) and only where the connection is secure. Null where that is nowhere.
 */
export function findPasskeySite(
  { publicUrl, lan }: Pick<Settings, 'publicUrl' | 'lan'>,
  ownNames: Iterable<string>,
  port: number,
): PasskeySite | null {
  const here = [...ownNames].filter(isName).map((name) => `${lan ? 'https' : 'http'}://${name}:${port}`);
  const urls = (publicUrl ? [publicUrl] : here).map((address) => new URL(address)).filter(isUsable);
  if (urls.length === 0) return null;
  const unique = (values: string[]) => [...new Set(values)];
  return {
    origins: unique(urls.map(({ origin }) => origin)),
    rpIds: unique(urls.map(({ hostname }) => hostname)),
  };
}

const isName = (name: string): boolean => isIP(name) === 0 && /^[a-z0-9.-]+$/i.test(name);

const isUsable = ({ protocol, hostname }: URL): boolean =>
  isName(hostname.replace(/^\[|\]$/g, '')) && (protocol === 'https:' || hostname === 'localhost');

/** What an authenticator app and a browser call this site. */
export const siteNameOf = ({ publicUrl }: Pick<Settings, 'publicUrl'>): string =>
  `Sallyport at ${publicUrl ? new URL(publicUrl).hostname : hostname().toLowerCase()}`;
