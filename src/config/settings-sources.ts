import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { SallyportError } from '../kernel/index.ts';

/** One value as a source gave it. */
export interface Given {
  name: string;
  value: unknown;
  /** What the operator wrote and where: stands at the start of an error. */
  label: string;
  /** What a relative path is relative to. */
  base: string;
}

const FILE_NAME = 'sallyport.yaml';
const PREFIX = 'SALLYPORT_';
/** Kubernetes puts these into every pod beside a service of our name; they are not ours. */
const SERVICE_LINK = /_SERVICE_(HOST|PORT)|_PORT_\d+_/;

/** Without an explicit path the file may be missing; with one it must be there. */
export function readSettingsFile(explicit: unknown, cwd: string, names: string[]): Given[] {
  const file = resolve(cwd, typeof explicit === 'string' ? explicit : FILE_NAME);
  const text = readText(file, explicit !== undefined);
  if (text === null) return [];
  const content = parseYaml(text, file);
  return flatten(content).map(([name, value]) => {
    const label = `${file}: “${name}”`;
    if (!names.includes(name)) throw unknown(label, names);
    return { name, value, label, base: dirname(file) };
  });
}

/** An empty variable counts as not given: compose files write `${NAME:-}`. */
export function readEnvironment(
  env: Record<string, string | undefined>,
  cwd: string,
  names: string[],
): Given[] {
  const byVariable = new Map(names.map((name) => [PREFIX + snakeCase(name), name]));
  return Object.entries(env).flatMap(([variable, value]) => {
    if (!variable.startsWith(PREFIX) || !value || SERVICE_LINK.test(variable) || value.startsWith('tcp://'))
      return [];
    const name = byVariable.get(variable);
    const label = `environment variable ${variable}`;
    if (!name) throw unknown(label, [...byVariable.keys()]);
    return [{ name, value, label, base: cwd }];
  });
}

export function readArgv(argv: Record<string, unknown>, cwd: string, names: string[]): Given[] {
  const byOption = new Map(names.map((name) => [camelCase(name), name]));
  return Object.entries(argv).flatMap(([option, value]) => {
    if (value === undefined) return [];
    const name = byOption.get(option);
    const label = `command line: --${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (!name) throw unknown(label, [...byOption.keys()]);
    return [{ name, value, label, base: cwd }];
  });
}

function readText(file: string, mustExist: boolean): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !mustExist) return null;
    throw new SallyportError('bad_input', {
      sentence: `The settings file ${file} cannot be read (${code}).`,
      cause: error,
    });
  }
}

function parseYaml(text: string, file: string): Record<string, unknown> {
  try {
    const content: unknown = parse(text) ?? {};
    if (typeof content === 'object' && !Array.isArray(content)) return content as Record<string, unknown>;
  } catch (error) {
    const line = (error as { linePos?: { line: number }[] }).linePos?.[0]?.line;
    throw new SallyportError('bad_input', {
      sentence: `${file} is not valid YAML${line ? ` (line ${line})` : ''}.`,
      cause: error,
    });
  }
  throw new SallyportError('bad_input', { sentence: `${file} must hold “key: value” lines.` });
}

/** `{vision: {workers: 2}}` → `vision.workers`. An empty value (`port:`) counts as not given. */
function flatten(content: Record<string, unknown>, prefix = ''): [string, unknown][] {
  return Object.entries(content).flatMap(([key, value]) => {
    if (value === null) return [];
    const nested = typeof value === 'object' && !Array.isArray(value);
    return nested
      ? flatten(value as Record<string, unknown>, `${prefix}${key}.`)
      : [[prefix + key, value] as [string, unknown]];
  });
}

const snakeCase = (name: string): string =>
  name
    .replaceAll('.', '_')
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase();
const camelCase = (name: string): string =>
  name.replace(/\.(.)/g, (_, letter: string) => letter.toUpperCase());

function unknown(label: string, known: string[]): SallyportError {
  return new SallyportError('bad_input', {
    sentence: `${label} is not a setting. There are: ${known.join(', ')}.`,
    details: { source: label },
  });
}
