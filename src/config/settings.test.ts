import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { loadSettings } from './settings.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'settings-'));
  return () => rmSync(cwd, { recursive: true, force: true });
});

const load = (argv: Record<string, unknown> = {}, env: Record<string, string> = {}) =>
  loadSettings({ argv, env, cwd });
const file = (text: string, name = 'sallyport.yaml') => writeFileSync(join(cwd, name), text);

test('without any source it listens on loopback and keeps the key beside the data, not in it', () => {
  expect(load()).toEqual({
    dataDir: join(cwd, 'sallyport-data'),
    keyFile: join(cwd, 'sallyport-data.key'),
    database: null,
    host: '127.0.0.1',
    port: 8470,
    lan: false,
    hostNames: [],
    publicUrl: null,
    trustedProxy: null,
    logLevel: 'info',
    vision: { workers: 1, threads: 1 },
  });
});

test('the file wins over defaults, the environment over the file, the command line over all', () => {
  file('port: 1\nhostNames: [a.example, b.example]\nvision:\n  workers: 2\n  threads: 3\n');
  const env = { SALLYPORT_PORT: '2', SALLYPORT_VISION_THREADS: '4' };
  expect(load()).toMatchObject({
    port: 1,
    hostNames: ['a.example', 'b.example'],
    vision: { workers: 2, threads: 3 },
  });
  expect(load({}, env)).toMatchObject({ port: 2, vision: { workers: 2, threads: 4 } });
  expect(load({ port: '3', visionWorkers: 5, keyFile: undefined }, env)).toMatchObject({
    port: 3,
    vision: { workers: 5 },
  });
});

test('another file can be named, on the command line or in the environment, and must then be there', () => {
  file('logLevel: debug', 'other.yaml');
  expect(load({ settingsFile: 'other.yaml' }).logLevel).toBe('debug');
  expect(load({}, { SALLYPORT_SETTINGS_FILE: 'other.yaml' }).logLevel).toBe('debug');
  expect(() => load({ settingsFile: 'gone.yaml' })).toThrow(/gone\.yaml cannot be read \(ENOENT\)/);
});

test.each([
  ['prot: 8470', /sallyport\.yaml: “prot” is not a setting/],
  ['vision: {wokers: 2}', /“vision\.wokers” is not a setting/],
  ['port: 70000', /sallyport\.yaml: “port” must be at most 65535/],
  ['port: a lot', /“port” must be a whole number/],
  ['lan: maybe', /“lan” must be true or false/],
  ['logLevel: loud', /“logLevel” must be one of trace, debug/],
  ['publicUrl: ftp://x', /“publicUrl” must be an address/],
  ['trustedProxy: proxy.example', /“trustedProxy” must be an IP address, or a network such as/],
  ['trustedProxy: 10.0.0.0/0', /“trustedProxy” must be/],
  ['trustedProxy: 10.0.0.0/33', /“trustedProxy” must be/],
  ['trustedProxy: 10.0.0.0/8/8', /“trustedProxy” must be/],
  ['hostNames: ["a b"]', /“hostNames” must be a host name/],
  ['- port', /must hold “key: value” lines/],
  ['port: [', /is not valid YAML \(line 1\)/],
])('a settings file saying %j is refused, naming the file and the key', (text, message) => {
  file(text);
  expect(() => load()).toThrow(message);
});

test('a misspelt variable or option is refused, naming it', () => {
  expect(() => load({}, { SALLYPORT_KEYFILE: '/k' })).toThrow(
    /environment variable SALLYPORT_KEYFILE is not a setting/,
  );
  expect(() => load({}, { SALLYPORT_PORT: '-1' })).toThrow(
    /environment variable SALLYPORT_PORT must be a whole number/,
  );
  expect(() => load({ keyfile: 1 })).toThrow(/command line: --keyfile is not a setting/);
  expect(() => load({ logLevel: 'x' })).toThrow(/command line: --log-level must be one of/);
});

test('empty variables and the ones Kubernetes adds for a service of our name are passed over', () => {
  const env = {
    SALLYPORT_HOST: '',
    SALLYPORT_PORT: 'tcp://10.0.0.1:8470',
    SALLYPORT_SERVICE_HOST: '10.0.0.1',
    PATH: '/bin',
  };
  expect(load({}, env)).toMatchObject({ host: '127.0.0.1', port: 8470 });
});

test('a key file inside the data folder is refused', () => {
  expect(() => load({ dataDir: 'd', keyFile: 'd/master.key' })).toThrow(
    /--key-file must not lie inside the data folder/,
  );
  expect(load({ dataDir: 'd', keyFile: 'd2/master.key' }).keyFile).toBe(join(cwd, 'd2/master.key'));
});

test('behind a proxy the server listens on loopback, or says which machine the proxy is', () => {
  const publicUrl = 'https://x.example/';
  expect(load({ publicUrl })).toMatchObject({ publicUrl: 'https://x.example', host: '127.0.0.1' });
  expect(() => load({ host: '0.0.0.0', publicUrl })).toThrow(
    /past the proxy at https:\/\/x\.example\. Listen/,
  );
  expect(() => load({ lan: true, publicUrl })).toThrow(/past the proxy/);
  for (const trustedProxy of ['10.0.0.2', '10.0.0.0/24', 'fd00::/64'])
    expect(load({ host: '0.0.0.0', publicUrl, trustedProxy })).toMatchObject({ trustedProxy });
  expect(() => load({ trustedProxy: '10.0.0.2' })).toThrow(/--trusted-proxy counts only with “publicUrl”/);
  const clear = { host: '0.0.0.0', publicUrl: 'http://x.example', trustedProxy: '10.0.0.2' };
  expect(() => load(clear)).toThrow(/plain HTTP/);
});

test('plain HTTP never faces the network', () => {
  expect(() => load({ host: '0.0.0.0' })).toThrow(/--host is reachable from the network/);
  expect(() => load({ host: '192.168.1.4', publicUrl: 'http://x.example' })).toThrow(/past the proxy/);
  expect(load({ lan: true }).host).toBe('0.0.0.0');
  expect(load({ lan: 'true', host: '192.168.1.4' }).host).toBe('192.168.1.4');
});
