import { convertModels, modelsAreReady } from '../vision/index.ts';
import { BUILT } from '../wiring/paths.ts';

/** The build converts the models; where it did not, the first start does, and says so. */
export async function readyModels(): Promise<void> {
  if (await modelsAreReady(BUILT.models)) return;
  console.log('Converting the face models (once, about half a minute) …');
  await convertModels({
    modelsDir: BUILT.models,
    onProgress: ({ file, done, total }) => console.log(`  ${done}/${total} ${file}`),
  });
}
