/** Builds everything that runs: the server, the panel, and the face engine's models. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

function hashOf(...paths) {
  const hash = createHash('sha256').update(process.version);
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(path).update(readFileSync(path));
  };
  paths.forEach(add);
  return hash.digest('hex');
}

async function step(name, inputs, outputs, work) {
  const stamp = `dist/.${name}.stamp`;
  const hash = hashOf(...inputs, 'package-lock.json', 'scripts/build.mjs');
  const fresh =
    existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && outputs.every((path) => existsSync(path));
  if (fresh) return;
  const startedAt = Date.now();
  await work();
  writeFileSync(stamp, hash);
  console.log(`built ${name} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

const run = (...command) =>
  execFileSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });

await step('server', ['src'], ['dist/main.js', 'dist/vision-worker.js'], async () => {
  for (const name of existsSync('dist') ? readdirSync('dist') : [])
    if (/\.js(\.map)?$/.test(name)) rmSync(join('dist', name));
  await build({
    entryPoints: { main: 'src/cli/index.ts', 'vision-worker': 'src/vision/worker.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    define: { SALLYPORT_VERSION: JSON.stringify(version) },
    logLevel: 'warning',
  });
});
await step('panel', ['web'], ['dist/web/index.html', 'dist/stage/stage.html'], async () => {
  run('node_modules/vite/bin/vite.js', 'build', '-c', 'web/vite.config.ts', '--logLevel', 'warn');
  run('node_modules/vite/bin/vite.js', 'build', '-c', 'web/vite.stage.config.ts', '--logLevel', 'warn');
});
await step('models', ['src/vision/models', 'scripts/convert-models.ts'], ['dist/models'], () =>
  run('--import', 'tsx', 'scripts/convert-models.ts', 'dist/models'),
);
await step(
  'living-scene',
  ['bench/liveness', 'src/vision', 'src/cli/demo', 'scripts/render-living-scene.ts'],
  ['dist/stage/living'],
  () => run('--import', 'tsx', 'scripts/render-living-scene.ts', 'dist/models', 'dist/stage'),
);
