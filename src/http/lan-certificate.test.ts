import {
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileSealing } from '../../test/fakes/file-sealing.ts';
import { type LanCertificate, openLanCertificate } from './lan-certificate.ts';
import { readPair, sealLanKeys } from './lan-certificate-files.ts';
import { issueLeaf } from './lan-certificate-issue.ts';
import type { Machine } from './lan-certificate-names.ts';

const NOW = Date.now();
const DAY = 86_400_000;
let dataDir: string;
let server: Server | null = null;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tls-'));
});
afterEach(() => {
  server?.close();
  server = null;
  rmSync(dataDir, { recursive: true });
});

const machineAt = (...addresses: string[]): Machine => ({
  hostname: () => 'Gatehouse.fritz.box',
  networkInterfaces: () => ({ eth0: addresses.map((address) => ({ address }) as never) }),
});
const HOME = machineAt('192.168.1.20', 'fd00::12', 'fe80::1', '2001:db8::5', '203.0.113.9');

const sealing = fileSealing(7);

const open = (change: Partial<Parameters<typeof openLanCertificate>[0]> = {}) =>
  openLanCertificate({
    dataDir,
    hostNames: ['door.example.org', '198.51.100.7'],
    now: NOW,
    machine: HOME,
    sealing,
    ...change,
  });

/** What a browser of the network would find: null when it trusts, else why it does not. */
async function look(
  { key, cert, caCertPem }: Pick<LanCertificate, 'key' | 'cert' | 'caCertPem'>,
  name: string,
  options: ConnectionOptions = {},
) {
  server?.close();
  server = createServer({ key, cert });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return new Promise<string | null>((resolve) => {
    // Node takes `host` for the name to check; the connection itself goes to loopback.
    const lookup: ConnectionOptions['lookup'] = (_name, _options, done) =>
      (done as (...found: unknown[]) => void)(null, [{ address: '127.0.0.1', family: 4 }]);
    const servername = /[a-z]/.test(name) && !name.includes(':') ? name : '';
    const socket = connect({
      host: '127.0.0.1',
      port,
      ca: caCertPem,
      lookup,
      servername,
      checkServerIdentity: () => undefined,
      ...options,
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'UNSPECIFIED' ? error.message : (error.code ?? '')),
    );
    socket.on('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate()!;
      const fits = servername ? certificate.checkHost(name) : certificate.checkIP(name);
      socket.destroy();
      resolve(fits ? null : 'name does not fit');
    });
  });
}

test('a device that trusts the authority reaches the machine under its names and addresses, and under no other', async () => {
  const certificate = await open();
  for (const name of ['localhost', 'gatehouse.fritz.box', 'gatehouse.local', 'door.example.org']) {
    expect([name, await look(certificate, name)]).toEqual([name, null]);
  }
  for (const address of ['127.0.0.1', '::1', '192.168.1.20', 'fd00::12', '203.0.113.9', '198.51.100.7']) {
    expect([address, await look(certificate, address)]).toEqual([address, null]);
  }
  expect(await look(certificate, 'bank.example.com')).toBe('name does not fit');
  expect(await look(certificate, '192.168.1.21')).toBe('name does not fit');
  expect(await look(certificate, 'localhost', { ca: [] })).toBe('SELF_SIGNED_CERT_IN_CHAIN');
});

test('who steals the authority’s key can pretend to be no site of the world', async () => {
  const { caCertPem } = await open();
  const authority = readPair(join(dataDir, 'tls'), 'ca', sealing)!;
  for (const names of [
    { dns: ['bank.example.com'], ips: [] },
    { dns: ['notdoor.example.org'], ips: [] },
    { dns: ['localhost'], ips: ['1.1.1.1'] },
    { dns: ['localhost'], ips: ['2606:4700::1111'] },
  ]) {
    const forged = await issueLeaf(authority, names, NOW);
    const chain = { key: forged.key, cert: forged.certificate + caCertPem, caCertPem };
    expect([names, await look(chain, names.dns[0]!)]).toEqual([names, 'permitted subtree violation']);
  }
  const forged = await issueLeaf(authority, { dns: ['other.local'], ips: ['10.9.8.7', 'fd12::1'] }, NOW);
  expect(
    await look({ key: forged.key, cert: forged.certificate + caCertPem, caCertPem }, 'other.local'),
  ).toBeNull();
});

test('keys are for their owner only, and the certificate to copy holds no key', async () => {
  const { caFile, caCertPem } = await open();
  expect(readdirSync(join(dataDir, 'tls')).sort()).toEqual(['ca.key', 'ca.pem', 'server.key']);
  for (const file of ['ca.key', 'server.key'])
    expect(statSync(join(dataDir, 'tls', file)).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'tls')).mode & 0o777).toBe(0o700);
  expect(readFileSync(caFile, 'utf8')).toBe(caCertPem);
  expect(caCertPem).not.toContain('PRIVATE');
});

test('the next start finds the same certificate; near its end it is renewed under the same authority', async () => {
  const first = await open();
  expect(first.newAuthority).toBe(true);
  expect((first.expiresAt - NOW) / DAY).toBeLessThanOrEqual(397);
  expect(await open({ now: NOW + 360 * DAY })).toEqual({ ...first, newAuthority: false });
  const renewed = await open({ now: NOW + 367 * DAY });
  expect(renewed.cert).not.toBe(first.cert);
  expect(renewed).toMatchObject({ fingerprint: first.fingerprint, newAuthority: false });
  expect(renewed.expiresAt).toBeGreaterThan(first.expiresAt);
});

test('a new address gets a new certificate under the same authority', async () => {
  const first = await open();
  const moved = await open({ machine: machineAt('10.0.0.4') });
  expect(moved.fingerprint).toBe(first.fingerprint);
  expect(await look(moved, '10.0.0.4')).toBeNull();
  expect(await look(moved, '192.168.1.20')).toBe('name does not fit');
});

test('a configured name that the authority may not vouch for costs a new one, and says so', async () => {
  const first = await open();
  const more = await open({ hostNames: ['door.example.org', 'gate.example.org'] });
  expect(more.newAuthority).toBe(true);
  expect(more.fingerprint).not.toBe(first.fingerprint);
  expect(await look(more, 'gate.example.org')).toBeNull();
  expect(await open({ hostNames: ['gate.example.org', 'new.local'] })).toMatchObject({ newAuthority: false });
});

test('after nine years the authority is made anew, before any certificate outlives it', async () => {
  const first = await open();
  const later = await open({ now: NOW + 3300 * DAY });
  expect(later.newAuthority).toBe(true);
  expect(later.fingerprint).not.toBe(first.fingerprint);
});

test('a damaged file is not replaced in silence', async () => {
  await open();
  const file = join(dataDir, 'tls/ca.key');
  const whole = readFileSync(file);
  for (const damaged of [
    whole.subarray(0, 300),
    Buffer.from(whole).fill(0, 20, 21),
    Buffer.alloc(0),
    '-----BEGIN ',
  ]) {
    writeFileSync(file, damaged);
    await expect(open()).rejects.toMatchObject({
      code: 'data_folder',
      message: expect.stringMatching(/ca\.key is damaged.*trust anew/),
    });
    expect(readFileSync(file)).toEqual(Buffer.from(damaged));
  }
});

/** Every byte of the folder. */
const folderBytes = () =>
  Buffer.concat(readdirSync(join(dataDir, 'tls')).map((name) => readFileSync(join(dataDir, 'tls', name))));

test('a copied data folder holds no private key that opens without the master key, nor one under another’s name', async () => {
  const { key } = await open();
  const bytes = folderBytes();
  const der = Buffer.from(key.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  for (const secret of ['PRIVATE KEY', key.split('\n')[1]!, der]) expect(bytes.includes(secret)).toBe(false);
  await expect(open({ sealing: fileSealing(8) })).rejects.toMatchObject({ code: 'data_folder' });
  renameSync(join(dataDir, 'tls/server.key'), join(dataDir, 'tls/ca.key'));
  await expect(open()).rejects.toMatchObject({ code: 'data_folder' });
});

test('keys that an earlier version left in the clear are sealed at the next start, and devices need not trust anew', async () => {
  const first = await open();
  const folder = join(dataDir, 'tls');
  for (const name of ['ca', 'server'] as const) {
    const { key, certificate } = readPair(folder, name, sealing)!;
    writeFileSync(join(folder, `${name}.key`), key + certificate, { mode: 0o600 });
    linkSync(join(folder, `${name}.key`), join(dataDir, `${name}.before`));
  }
  expect(folderBytes().includes('PRIVATE KEY')).toBe(true);
  sealLanKeys(dataDir, sealing);
  expect(await open()).toEqual({ ...first, newAuthority: false });
  expect(folderBytes().includes('PRIVATE KEY')).toBe(false);
  expect(statSync(join(folder, 'ca.key')).mode & 0o777).toBe(0o600);
  // What the old name led to is blanked too.
  for (const name of ['ca', 'server'])
    expect(readFileSync(join(dataDir, `${name}.before`)).every((byte) => byte === 0)).toBe(true);
  sealLanKeys(dataDir, sealing);
  expect(await open()).toEqual({ ...first, newAuthority: false });
});
