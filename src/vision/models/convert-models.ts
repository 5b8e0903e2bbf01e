import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { listModelSources, type ModelFileName, type ModelSource } from './model-files.ts';

/** Raise it whenever a converter writes something else than before. */
const CONVERTER_VERSION = 2;
const MANIFEST_NAME = 'manifest.json';

const manifestSchema = z.strictObject({
  converterVersion: z.number().int(),
  files: z.record(z.string(), z.strictObject({ sourceSha256: z.string(), sha256: z.string() })),
});
type Manifest = z.infer<typeof manifestSchema>;

export interface ConversionProgress {
  file: ModelFileName;
  done: number;
  total: number;
}

export interface ConvertOptions {
  modelsDir: string;
  onProgress?: (progress: ConversionProgress) => void;
}

async function sha256OfFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) await pipeline(createReadStream(path), hash, { end: false });
  return hash.digest('hex');
}

/** Null when it is missing, unreadable or written by something else: the models are then made anew. */
async function readManifest(modelsDir: string): Promise<Manifest | null> {
  try {
    const parsed = manifestSchema.safeParse(
      JSON.parse(await readFile(join(modelsDir, MANIFEST_NAME), 'utf8')),
    );
    return parsed.success && parsed.data.converterVersion === CONVERTER_VERSION ? parsed.data : null;
  } catch {
    return null;
  }
}

async function isCurrent(
  source: ModelSource,
  modelsDir: string,
  manifest: Manifest | null,
): Promise<boolean> {
  const entry = manifest?.files[source.file];
  if (!entry) return false;
  if (entry.sourceSha256 !== (await sha256OfFiles(source.sourceFiles))) return false;
  try {
    return entry.sha256 === (await sha256OfFiles([join(modelsDir, source.file)]));
  } catch {
    return false;
  }
}

/** A reader sees the old file or the new one, never half of it. */
async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}

/** True when every model is there, is what was written, and was made from the installed weights. */
export async function modelsAreReady(modelsDir: string): Promise<boolean> {
  const manifest = await readManifest(modelsDir);
  for (const source of listModelSources()) {
    if (!(await isCurrent(source, modelsDir, manifest))) return false;
  }
  return true;
}

/**
 * Writes the ONNX files into `modelsDir`, from the weights inside the installed npm packages.
 * Files that are already right stay untouched.
 * @returns the files that were written.
 */
export async function convertModels({ modelsDir, onProgress }: ConvertOptions): Promise<ModelFileName[]> {
  await mkdir(modelsDir, { recursive: true });
  const sources = listModelSources();
  const known = await readManifest(modelsDir);
  const manifest: Manifest = { converterVersion: CONVERTER_VERSION, files: {} };
  const written: ModelFileName[] = [];
  for (const [index, source] of sources.entries()) {
    const entry = known?.files[source.file];
    if (entry && (await isCurrent(source, modelsDir, known))) {
      manifest.files[source.file] = entry;
    } else {
      const content = source.convert();
      await writeWhole(join(modelsDir, source.file), content);
      manifest.files[source.file] = {
        sourceSha256: await sha256OfFiles(source.sourceFiles),
        sha256: createHash('sha256').update(content).digest('hex'),
      };
      written.push(source.file);
    }
    onProgress?.({ file: source.file, done: index + 1, total: sources.length });
  }
  if (written.length > 0) await writeWhole(join(modelsDir, MANIFEST_NAME), JSON.stringify(manifest, null, 2));
  return written;
}
