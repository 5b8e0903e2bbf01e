import { convertModels } from '../src/vision/models/convert-models.ts';

const modelsDir = process.argv[2];
if (!modelsDir) {
  console.error('Usage: node --import tsx scripts/convert-models.ts DIRECTORY');
  process.exit(2);
}
const written = await convertModels({ modelsDir });
if (written.length > 0) console.log(`Converted ${written.join(', ')}.`);
