import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, posix } from 'node:path';
import sharp from 'sharp';

export interface Photo {
  /** Relative to the folder, with forward slashes. */
  path: string;
  /** `<person>`, or `<set>/<person>`: people of different sets are different people. */
  person: string;
  /** The set's name; empty when the folder is one set. */
  set: string;
}

export interface FaceSets {
  folder: string;
  photos: Photo[];
  /** Same bytes as a photo that is kept: path → that photo's path. */
  duplicates: Map<string, string>;
  unreadable: { path: string; reason: string }[];
}

/** A set that nothing can be measured on; the message is for whoever started the benchmark. */
export class SetError extends Error {}

const IMAGE = new Set(['.jpg', '.jpeg', '.png', '.webp', '.bmp', '.gif', '.tif', '.tiff', '.pgm']);

interface Listing {
  folders: string[];
  images: string[];
}

function list(folder: string): Listing {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  const named = (wanted: (entry: (typeof entries)[number]) => boolean): string[] =>
    entries
      .filter(wanted)
      .map(({ name }) => name)
      .sort();
  return {
    folders: named((entry) => entry.isDirectory()),
    images: named((entry) => entry.isFile() && IMAGE.has(extname(entry.name).toLowerCase())),
  };
}

const photosOf = (folder: string, person: string, set: string): Photo[] =>
  list(join(folder, person)).images.map((image) => ({ path: posix.join(person, image), person, set }));

/** `<person>/<image>`, or `<set>/<person>/<image>` where a folder holds folders. */
function listPhotos(folder: string): Photo[] {
  return list(folder).folders.flatMap((child) => {
    const people = list(join(folder, child)).folders;
    return people.length === 0
      ? photosOf(folder, child, '')
      : people.flatMap((person) => photosOf(folder, posix.join(child, person), child));
  });
}

async function faultOf(bytes: Uint8Array): Promise<string | null> {
  try {
    await sharp(bytes).raw().toBuffer();
    return null;
  } catch (error) {
    return bytes.length === 0 ? 'empty' : String((error as Error).message).split('\n')[0]!;
  }
}

/** @throws SetError when there are no photographs, or all are of one person. */
export async function readSets(folder: string): Promise<FaceSets> {
  let listed: Photo[];
  try {
    listed = listPhotos(folder);
  } catch {
    throw new SetError(`The folder ${folder} cannot be read.`);
  }
  const sets: FaceSets = { folder, photos: [], duplicates: new Map(), unreadable: [] };
  const seen = new Map<string, string>();
  for (const photo of listed) {
    const bytes = readFileSync(join(folder, photo.path));
    const hash = createHash('sha256').update(bytes).digest('hex');
    const first = seen.get(hash);
    const reason = first === undefined ? await faultOf(bytes) : null;
    if (reason !== null) sets.unreadable.push({ path: photo.path, reason });
    else if (first !== undefined) sets.duplicates.set(photo.path, first);
    else {
      seen.set(hash, photo.path);
      sets.photos.push(photo);
    }
  }
  const people = new Set(sets.photos.map(({ person }) => person));
  if (people.size === 0) {
    throw new SetError(`${folder} holds no readable photographs laid out as <person>/<image>.`);
  }
  if (people.size === 1) {
    throw new SetError(
      `${folder} holds one person only (${[...people][0]}): without a second there is nobody to confuse them with.`,
    );
  }
  return sets;
}
