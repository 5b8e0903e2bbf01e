import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BUILT_IN_INT8,
  type Calibration,
  descriptorSchema,
  type ModelDescriptor,
  variantOf,
} from './descriptor.ts';

/** A model as it lies in the data folder. */
export interface InstalledModel {
  descriptor: ModelDescriptor & { sha256: string };
  /** The ONNX file, absolute. */
  file: string;
  variant: string;
}

/** What makes the templates in the place of the built-in nets as they are. */
export type FaceModel = InstalledModel | typeof BUILT_IN_INT8;

/** A model that must not be used, and why; the sentence says what to do. */
export class ModelRefusedError extends Error {
  constructor(name: string, why: string, cause?: unknown) {
    super(
      `The face model “${name}” cannot be used: ${why}. Add it again with “sallyport models add”, or use another one with “sallyport models use”.`,
      { cause },
    );
    this.name = 'ModelRefusedError';
  }
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** @throws ModelRefusedError unless the bytes are those that the descriptor speaks of. */
export function checkModelBytes({ name, sha256 }: ModelDescriptor, bytes: Uint8Array): void {
  const found = sha256Of(bytes);
  if (found === sha256) return;
  const why = `its file is another one, damaged or cut short (SHA-256 ${found}, expected ${sha256 ?? 'unknown'})`;
  throw new ModelRefusedError(name, why);
}

/** A descriptor from somewhere; the sentence names the field that is wrong. */
export function parseDescriptor(text: string, label: string): ModelDescriptor {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ModelRefusedError(label, 'its descriptor is not JSON', cause);
  }
  const parsed = descriptorSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new ModelRefusedError(
    label,
    `its descriptor is wrong at “${path.join('.') || 'the top'}”: ${message}`,
  );
}

const paths = (folder: string, name: string) => ({
  file: join(folder, `${name}.onnx`),
  description: join(folder, `${name}.json`),
});

/** The names of what was added, whether it can be used or not. */
export async function listInstalledNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
}

/** Reads the description and checks the whole file against it. @throws ModelRefusedError */
export async function openInstalled(folder: string, name: string): Promise<InstalledModel> {
  const { file, description } = paths(folder, name);
  const text = await readFile(description, 'utf8').catch((cause: unknown) => {
    throw new ModelRefusedError(name, `there is no ${description}`, cause);
  });
  const descriptor = parseDescriptor(text, name);
  if (descriptor.name !== name || descriptor.sha256 === null)
    throw new ModelRefusedError(name, `${description} describes another model, or one without a hash`);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new ModelRefusedError(name, `its file ${file} is missing`, cause);
  });
  checkModelBytes(descriptor, bytes);
  return { descriptor: { ...descriptor, sha256: descriptor.sha256 }, file, variant: variantOf(descriptor) };
}

/** A reader sees the old file or the new one, never half of it. */
async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, content, { mode: 0o600 });
    await chmod(temporary, 0o600);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Keeps a model whose bytes fit its descriptor; the file first, so that a description never lacks it. */
export async function installModel(
  folder: string,
  descriptor: ModelDescriptor,
  bytes: Uint8Array,
): Promise<InstalledModel> {
  checkModelBytes(descriptor, bytes);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { file, description } = paths(folder, descriptor.name);
  const former = await openInstalled(folder, descriptor.name).catch(() => null);
  await writeWhole(file, bytes);
  // Added once more unchanged, it keeps what was measured of it.
  const isSame = former?.variant === variantOf(descriptor);
  const calibration = descriptor.calibration ?? (isSame ? former.descriptor.calibration : null);
  await writeWhole(description, `${JSON.stringify({ ...descriptor, calibration }, null, 2)}\n`);
  return openInstalled(folder, descriptor.name);
}

/** Writes down what was measured. */
export async function keepCalibration(
  folder: string,
  { descriptor }: InstalledModel,
  calibration: Calibration,
): Promise<InstalledModel> {
  const { description } = paths(folder, descriptor.name);
  await writeWhole(description, `${JSON.stringify({ ...descriptor, calibration }, null, 2)}\n`);
  return openInstalled(folder, descriptor.name);
}
