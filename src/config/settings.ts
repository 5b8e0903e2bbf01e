import { isIP } from 'node:net';
import { resolve, sep } from 'node:path';
import { z } from 'zod';
import { SallyportError } from '../kernel/index.ts';
import { type DatabaseAddress, databaseUrl, isLoopback, withPassword } from './database-address.ts';
import { type Given, readArgv, readEnvironment, readSettingsFile } from './settings-sources.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** What the operator decides before the start. Everything else is set in the panel. */
export interface Settings {
  /** Absolute. */
  dataDir: string;
  /** Absolute, and never inside `dataDir`: who copies the data must not get its key along. */
  keyFile: string;
  /** The server that people, pictures and the log lie on; null = in the data folder, embedded. */
  database: DatabaseAddress | null;
  host: string;
  /** 0 = any free one. */
  port: number;
  /** HTTPS for the whole network, with a certificate from this machine's own small CA. */
  lan: boolean;
  /** Further names and addresses under which browsers reach this machine. */
  hostNames: string[];
  /** Where links point to, when it is not this machine itself (a proxy in front); without a slash at its end. */
  publicUrl: string | null;
  /** The proxy in front, when it runs on another machine: an address, or a network in CIDR notation. */
  trustedProxy: string | null;
  logLevel: (typeof LOG_LEVELS)[number];
  vision: { workers: number; threads: number };
}

const wholeNumber = (min: number, max: number) =>
  z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], 'must be a whole number')
    .pipe(
      z
        .number()
        .int('must be a whole number')
        .min(min, `must be at least ${min}`)
        .max(max, `must be at most ${max}`),
    );

const flag = z.union(
  [
    z.boolean(),
    z.enum(['true', 'yes', '1']).transform(() => true),
    z.enum(['false', 'no', '0']).transform(() => false),
  ],
  'must be true or false',
);

const hostName = z.string().regex(/^[A-Za-z0-9._:-]{1,253}$/, 'must be a host name or an IP address');
const path = z.string('must be a path').min(1);

const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://sallyport.example.org' })
  .refine((text) => ['', '/'].includes(new URL(text).pathname + new URL(text).search), 'must have no path')
  .transform((text) => new URL(text).origin);

const network = z.string().refine((text) => {
  const [address = '', bits, ...rest] = text.split('/');
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)]!;
  // A network of 0 bits would be the whole world.
  const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most);
  return most > 0 && fits && rest.length === 0;
}, 'must be an IP address, or a network such as 10.0.0.0/24');

/** Every key that may be given, with its form. `a.b` lies under `a:` in the file and is `SALLYPORT_A_B` outside. */
const FIELDS = {
  dataDir: path,
  keyFile: path,
  database: databaseUrl,
  databasePasswordFile: path,
  host: hostName,
  port: wholeNumber(0, 65_535),
  lan: flag,
  hostNames: z
    .union(
      [z.array(z.string()), z.string().transform((text) => text.split(',').map((name) => name.trim()))],
      'must be a list',
    )
    .pipe(z.array(hostName)),
  publicUrl: webAddress,
  trustedProxy: network,
  logLevel: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`),
  'vision.workers': wholeNumber(1, 16),
  'vision.threads': wholeNumber(1, 16),
} as const satisfies Record<string, z.ZodType>;

const PATHS: readonly string[] = ['dataDir', 'keyFile', 'databasePasswordFile'];

type FieldName = keyof typeof FIELDS;
type Values = { [Name in FieldName]?: z.output<(typeof FIELDS)[Name]> };

export interface SettingsSources {
  /** What the command line gave, by camelCase name (`dataDir`, `visionWorkers`); undefined counts as not given. */
  argv: Record<string, unknown>;
  env: Record<string, string | undefined>;
  cwd: string;
}

/**
 * Settings from, in rising order: defaults, `sallyport.yaml` (`argv.settingsFile`, `SALLYPORT_SETTINGS_FILE`, or the one
 * in `cwd` when there is one), the environment, the command line. Reads that one file and changes nothing.
 * Throws `bad_input` naming the source and the key.
 */
export function loadSettings({ argv, env, cwd }: SettingsSources): Settings {
  const names = Object.keys(FIELDS);
  const { settingsFile: fileByArgv, ...rest } = argv;
  const {
    SALLYPORT_SETTINGS_FILE: fileByEnv,
    // Never a setting: neither a file that is shared nor a command line may hold it.
    SALLYPORT_DATABASE_PASSWORD: password,
    ...variables
  } = env;
  const given = [
    ...readSettingsFile(fileByArgv ?? (fileByEnv || undefined), cwd, names),
    ...readEnvironment(variables, cwd, names),
    ...readArgv(rest, cwd, names),
  ];
  const sourceOf = new Map(given.map((one) => [one.name, one]));
  const values = Object.fromEntries(given.map(check)) as Values;
  const settings = settle(values, cwd, (name) => sourceOf.get(name)?.label ?? name);
  return { ...settings, database: databaseOf(values, password, sourceOf.get('database')?.base ?? cwd) };
}

function check({ name, value, label, base }: Given): [string, unknown] {
  const parsed = FIELDS[name as FieldName].safeParse(value);
  if (!parsed.success) throw wrong(label, parsed.error.issues[0]!.message);
  return [name, PATHS.includes(name) ? resolve(base, parsed.data as string) : parsed.data];
}

function databaseOf(
  { database, databasePasswordFile }: Values,
  password: string | undefined,
  base: string,
): DatabaseAddress | null {
  return database ? withPassword(database, { passwordFile: databasePasswordFile, password, base }) : null;
}

function settle(values: Values, cwd: string, label: (name: FieldName) => string): Omit<Settings, 'database'> {
  const lan = values.lan ?? false;
  const dataDir = values.dataDir ?? resolve(cwd, 'sallyport-data');
  const settings = {
    dataDir,
    keyFile: values.keyFile ?? `${dataDir}.key`,
    host: values.host ?? (lan ? '0.0.0.0' : '127.0.0.1'),
    port: values.port ?? 8470,
    lan,
    hostNames: values.hostNames ?? [],
    publicUrl: values.publicUrl ?? null,
    trustedProxy: values.trustedProxy ?? null,
    logLevel: values.logLevel ?? 'info',
    vision: { workers: values['vision.workers'] ?? 1, threads: values['vision.threads'] ?? 1 },
  };
  refuseKeyAmongData(settings, label);
  refuseWaysPastTheProxy(settings, label);
  refuseOpenPlainHttp(settings, label);
  return settings;
}

function refuseKeyAmongData(
  { dataDir, keyFile }: Pick<Settings, 'dataDir' | 'keyFile'>,
  label: (name: FieldName) => string,
): void {
  if (keyFile.startsWith(dataDir + sep)) {
    throw wrong(
      label('keyFile'),
      'must not lie inside the data folder: whoever copies the data would get its key along',
    );
  }
}

/** Behind a proxy nobody else is to reach this server: addresses, cookies and origins are as the proxy says. */
function refuseWaysPastTheProxy(
  { publicUrl, trustedProxy, host }: Pick<Settings, 'publicUrl' | 'trustedProxy' | 'host'>,
  label: (name: FieldName) => string,
): void {
  if (trustedProxy && !publicUrl)
    throw wrong(label('trustedProxy'), 'counts only with “publicUrl”, the address of that proxy');
  if (!publicUrl || trustedProxy || isLoopback(host)) return;
  throw wrong(
    label('host'),
    `(${host}) is reachable from the network, past the proxy at ${publicUrl}. Listen on 127.0.0.1, or name the proxy’s own address with “trustedProxy” when it runs on another machine`,
  );
}

/** Passwords and faces never cross a network in the clear; between the proxy and this machine the operator sees to it. */
function refuseOpenPlainHttp(
  settings: Pick<Settings, 'lan' | 'host' | 'publicUrl'>,
  label: (name: FieldName) => string,
): void {
  if (settings.lan || isLoopback(settings.host) || settings.publicUrl?.startsWith('https://')) return;
  throw wrong(
    label('host'),
    'is reachable from the network, and this server would speak plain HTTP there. Set “lan” for HTTPS, or “publicUrl” to the https:// address of the proxy in front',
  );
}

function wrong(label: string, why: string): SallyportError {
  return new SallyportError('bad_input', { sentence: `${label} ${why}.`, details: { source: label } });
}
