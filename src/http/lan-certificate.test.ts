import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LanCertificate, openLanCertificate } from './lan-certificate.ts';
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

const open = (change: Partial<Parameters<typeof openLanCertificate>[0]> = {}) =>
  openLanCertificate({
    dataDir,
    hostNames: ['door.example.org', '198.51.100.7'],
    now: NOW,
    machine: HOME,
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
  const [key = ''] = readFileSync(join(dataDir, 'tls/ca.key'), 'utf8').split(/(?=-----BEGIN CERT)/);
  const authority = { key, certificate: caCertPem };
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
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 300));
  await expect(open()).rejects.toMatchObject({
    code: 'data_folder',
    message: expect.stringMatching(/ca\.key is damaged.*trust anew/),
  });
});
