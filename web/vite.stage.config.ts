import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The demo's stage: its own folder, so that the real server has nothing of it to serve. */
export default defineConfig({
  root: here('.'),
  base: '/stage/',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: here('../dist/stage'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: here('stage.html') },
  },
});
