import { join } from 'node:path';
import type { SettingsRepository } from '../config/index.ts';
import { SallyportError } from '../kernel/index.ts';
import { BUILT_IN, type InstalledModel, openInstalled } from '../vision/index.ts';

/** Name of the setting that says which model makes the templates; none = the built-in one. */
const SETTING = 'face_model';

interface ModelChoice {
  name: string;
  variant: string;
}

/** Where the models lie that the administrator added. */
export const modelFolderOf = (dataDir: string): string => join(dataDir, 'models');

/** A refusal of the engine's becomes one sentence of ours. */
export async function orRefuseModel<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    // By name: from a worker thread it comes as a plain error.
    if (!(error instanceof Error) || error.name !== 'ModelRefusedError') throw error;
    throw new SallyportError('model_refused', { sentence: error.message, cause: error });
  });
}

export async function readModelChoice(settings: SettingsRepository): Promise<ModelChoice | null> {
  return (await settings.get(SETTING)) as ModelChoice | null;
}

/** Null = the built-in nets. To be called inside the transaction that brings the templates into use. */
export async function writeModelChoice(
  settings: SettingsRepository,
  model: InstalledModel | null,
): Promise<void> {
  await settings.put(SETTING, model && { name: model.descriptor.name, variant: model.variant });
}

/** An added model, whole and calibrated. Throws `model_refused`. */
export async function openUsableModel(dataDir: string, name: string): Promise<InstalledModel> {
  const model = await orRefuseModel(openInstalled(modelFolderOf(dataDir), name));
  if (model.descriptor.calibration) return model;
  throw new SallyportError('model_refused', {
    sentence: `The face model “${name}” is not calibrated: nobody knows yet which distance means what. Run “sallyport models add ${name} --calibrate FOLDER” with photographs of known people.`,
  });
}

/**
 * The model that the templates in the database are of; null = the built-in nets. Throws `model_refused` when it is
 * missing, damaged or another version: nothing else takes its place by itself.
 */
export async function openModelInUse(
  settings: SettingsRepository,
  dataDir: string,
): Promise<InstalledModel | null> {
  const choice = await readModelChoice(settings);
  if (!choice || choice.name === BUILT_IN) return null;
  const model = await openUsableModel(dataDir, choice.name);
  if (model.variant === choice.variant) return model;
  throw new SallyportError('model_refused', {
    sentence: `The face model “${choice.name}” is another version than the one in use (${model.variant}, not ${choice.variant}). Put the former one back, or run “sallyport models use ${choice.name}” to embed everybody with this one.`,
  });
}
