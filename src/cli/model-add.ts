import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { openDataFolder, type Settings } from '../config/index.ts';
import { SallyportError } from '../kernel/index.ts';
import {
  BUILT_IN,
  type InstalledModel,
  installModel,
  KNOWN_MODELS,
  keepCalibration,
  listInstalledNames,
  type ModelDescriptor,
  openInstalled,
  parseDescriptor,
  sha256Of,
} from '../vision/index.ts';
import { modelFolderOf, orRefuseModel } from '../wiring/model-in-use.ts';
import { downloadModel } from './model-download.ts';
import { findPhotos, measureOnPhotos } from './model-photos.ts';
import { describeCalibration, describeMeasured, describeModel } from './model-words.ts';
import { createProgressLine } from './progress-line.ts';
import { readyModels } from './ready-models.ts';

export interface AddOptions {
  descriptor?: string;
  as?: string;
  sha256?: string;
  download?: boolean;
  acceptLicence?: boolean;
  calibrate?: string;
  compare?: boolean;
}

const refused = (sentence: string) => new SallyportError('model_refused', { sentence });

/** Keeps a model that was fetched or given, and measures it on photographs. */
export async function addModel(what: string, options: AddOptions, settings: Settings): Promise<void> {
  openDataFolder(settings.dataDir);
  const folder = modelFolderOf(settings.dataDir);
  const isThere = (await listInstalledNames(folder)).includes(what);
  const refresh = options.download || options.descriptor || existsSync(what);
  let model =
    isThere && !refresh
      ? await orRefuseModel(openInstalled(folder, what))
      : await take(what, options, folder);
  if (options.calibrate) model = await calibrate(model, options, folder);
  const { name, calibration } = model.descriptor;
  if (!calibration)
    console.log(
      `“${name}” is there, but not calibrated. Run “sallyport models add ${name} --calibrate FOLDER” with photographs of at least fifty people.`,
    );
  else console.log(`“${name}” is there. Switch to it with “sallyport models use ${name}”.`);
}

/** Finds out which model it is, shows the licence, gets the bytes, checks them, keeps them. */
async function take(what: string, options: AddOptions, folder: string): Promise<InstalledModel> {
  const isFile = existsSync(what);
  const bytes = isFile ? await readFile(what) : null;
  const described = await describe(what, bytes, options);
  const wanted = options.sha256?.toLowerCase();
  if (wanted && described.sha256 && wanted !== described.sha256)
    throw refused(
      `The hash you give is not the one that “${described.name}” is known by (${described.sha256}). Nothing was added.`,
    );
  const descriptor: ModelDescriptor = { ...described, sha256: described.sha256 ?? wanted ?? null };
  for (const line of describeModel(descriptor)) console.log(line);
  if (!descriptor.sha256)
    throw refused(
      `The hash of “${descriptor.name}” is not known here. Take it from a source you trust and pass it as --sha256.`,
    );
  if (!options.acceptLicence)
    throw refused(
      'Read the licence above and run the command again with --accept-licence. Nothing was added.',
    );
  if (bytes) return orRefuseModel(installModel(folder, descriptor, bytes));
  if (!options.download)
    throw refused(
      `Nothing was fetched. Pass the file itself, or --download to fetch it from ${descriptor.source.address}.`,
    );
  const progress = createProgressLine(
    (done, total) => `fetched ${Math.round(done / 1e6)} of ${Math.round(total / 1e6)} MB`,
  );
  const fetched = await downloadModel(descriptor, (done, total) => progress.show(done, total ?? done));
  progress.end();
  return orRefuseModel(installModel(folder, descriptor, fetched));
}

async function describe(
  what: string,
  bytes: Uint8Array | null,
  options: AddOptions,
): Promise<ModelDescriptor> {
  if (options.descriptor) {
    const text = await readFile(options.descriptor, 'utf8').catch(() => {
      throw refused(`The descriptor ${options.descriptor} cannot be read.`);
    });
    const descriptor = await orRefuseModel(
      Promise.resolve().then(() => parseDescriptor(text, options.descriptor!)),
    );
    // The administrator gives file and description together; what is kept is bound to these very bytes.
    return {
      ...descriptor,
      sha256: descriptor.sha256 ?? (bytes && !options.sha256 ? sha256Of(bytes) : null),
    };
  }
  const hash = bytes && sha256Of(bytes);
  const name = options.as ?? (bytes ? null : what);
  const known = KNOWN_MODELS.find((model) => (name ? model.name === name : model.sha256 === hash));
  if (known) return known;
  if (bytes)
    throw refused(
      `${what} (SHA-256 ${hash}) is none of the models known here. Say what it is with --descriptor FILE.json.`,
    );
  throw refused(
    `There is no file and no known model “${what}”. Known are: ${KNOWN_MODELS.map((model) => model.name).join(', ')}.`,
  );
}

async function calibrate(
  model: InstalledModel,
  options: AddOptions,
  folder: string,
): Promise<InstalledModel> {
  await readyModels();
  const { name } = model.descriptor;
  const set = await findPhotos(options.calibrate!);
  if (set.duplicates.length > 0) console.log(`Not counted twice: ${set.duplicates.join(', ')}`);
  const measure = async (which: InstalledModel | null, label: string) => {
    const progress = createProgressLine((done, total) => `${label}: ${done} of ${total} photographs`);
    const measured = await measureOnPhotos(set, which, progress.show);
    progress.end();
    if (measured.unreadable.length > 0) console.log(`Not readable: ${measured.unreadable.join(', ')}`);
    console.log(describeMeasured(label, measured));
    return measured;
  };
  const { calibration, impostor } = await measure(model, name);
  if (options.compare) await measure(null, BUILT_IN);
  if (!calibration)
    throw refused(
      `${impostor} impostor pairs are too few to say which distance is 1:1 000. Take photographs of at least fifty people, three or more each.`,
    );
  const kept = await orRefuseModel(keepCalibration(folder, model, calibration));
  for (const line of describeCalibration(calibration)) console.log(line);
  return kept;
}
