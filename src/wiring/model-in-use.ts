import { join } from 'node:path';
import type { SettingsRepository } from '../config/index.ts';
import { SallyportError } from '../kernel/index.ts';
import {
  BUILT_IN,
  BUILT_IN_INT8,
  type FaceModel,
  type InstalledModel,
  openInstalled,
  recogniserOf,
} from '../vision/index.ts';

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
export async function writeModelChoice(settings: SettingsRepository, model: FaceModel | null): Promise<void> {
  const { name, variant } = recogniserOf(model);
  await settings.put(SETTING, model && { name, variant });
}

/** By its name; null = the built-in nets. Throws `model_refused`. */
export async function openModelNamed(dataDir: string, name: string): Promise<FaceModel | null> {
  if (name === BUILT_IN) return null;
  return name === BUILT_IN_INT8 ? BUILT_IN_INT8 : openUsableModel(dataDir, name);
}

/** An added model, whole and calibrated. Throws `model_refused`. */
async function openUsableModel(dataDir: string, name: string): Promise<InstalledModel> {
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
): Promise<FaceModel | null> {
  const choice = await readModelChoice(settings);
  const model = choice && (await openModelNamed(dataDir, choice.name));
  if (!choice || !model) return null;
  const { variant } = recogniserOf(model);
  if (variant === choice.variant) return model;
  throw new SallyportError('model_refused', {
    sentence: `The face model “${choice.name}” is another version than the one in use (${variant}, not ${choice.variant}). Put the former one back, or run “sallyport models use ${choice.name}” to embed everybody with this one.`,
  });
}
