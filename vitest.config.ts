import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    reporters: ['default', './test/plain-reporter.ts'],
    testTimeout: 90_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // No state lives in modules, so that files can share them: loading all anew for each took a third of the time.
    isolate: false,
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['src/{access,people,kernel}/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text', 'html'],
      thresholds: Object.fromEntries(
        // What decides who may pass: each of the folders by itself, so that none is carried by another.
        ['access', 'people', 'kernel'].map((folder) => [`src/${folder}/**`, { branches: 95 }]),
      ),
    },
  },
});
