import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type InstalledModel,
  KNOWN_MODELS,
  listInstalledNames,
  type ModelDescriptor,
  openInstalled,
  parseDescriptor,
  sha256Of,
} from '../../src/vision/index.ts';
import { variantOf } from '../../src/vision/plug-in/descriptor.ts';
import { SetError } from './sets.ts';

/** Descriptors of models that are at hand for measuring only, by their hashes. */
const DESCRIPTORS = fileURLToPath(new URL('./descriptors', import.meta.url));

export interface PlugInOptions {
  /** An ONNX file, or the name of a model that was added; whatever was added if not said. */
  plugIn?: string | undefined;
  /** For a file: what must be known of it; else FILE.json beside it, or what is known by its hash. */
  descriptor?: string | undefined;
  /** Where `sallyport models add` has put models. */
  dataDir: string;
}

const readDescriptor = (file: string): ModelDescriptor => parseDescriptor(readFileSync(file, 'utf8'), file);

function knownByHash(sha256: string): ModelDescriptor | undefined {
  const here = readdirSync(DESCRIPTORS).map((name) => readDescriptor(join(DESCRIPTORS, name)));
  return [...KNOWN_MODELS, ...here].find((known) => known.sha256 === sha256);
}

function descriptorOf(file: string, sha256: string, given: string | undefined): ModelDescriptor {
  const beside = file.replace(/\.onnx$/, '.json');
  if (given !== undefined) return readDescriptor(given);
  if (existsSync(beside)) return readDescriptor(beside);
  const known = knownByHash(sha256);
  if (known) return known;
  throw new SetError(`Nothing is known of ${file}: pass --descriptor FILE.json, see docs/operate/models.md.`);
}

function openFile(file: string, given: string | undefined): InstalledModel {
  const sha256 = sha256Of(readFileSync(file));
  const described = descriptorOf(file, sha256, given);
  if (described.sha256 !== null && described.sha256 !== sha256) {
    throw new SetError(`${file} is not the file that its descriptor speaks of: its SHA-256 is ${sha256}.`);
  }
  const descriptor = { ...described, sha256 };
  return { descriptor, file: resolve(file), variant: variantOf(descriptor) };
}

/** @throws SetError when what was asked for is not there; null when nothing was asked for and nothing was added. */
export async function findPlugIn({
  plugIn,
  descriptor,
  dataDir,
}: PlugInOptions): Promise<InstalledModel | null> {
  if (plugIn !== undefined && existsSync(plugIn)) return openFile(plugIn, descriptor);
  const folder = join(dataDir, 'models');
  const added = await listInstalledNames(folder);
  if (plugIn === undefined && added.length === 0) return null;
  const name = plugIn ?? added[0]!;
  if (!added.includes(name)) {
    throw new SetError(`${name} is neither an ONNX file nor a model added in ${folder}.`);
  }
  if (plugIn === undefined && added.length > 1) {
    throw new SetError(
      `Several models were added in ${folder}: choose one of ${added.join(', ')} by --plug-in.`,
    );
  }
  return openInstalled(folder, name);
}
