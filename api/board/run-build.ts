import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** Browsers of 2024 and later: they know `light-dark()`. */
const BROWSERS = ['chrome123', 'firefox121', 'safari17.5'];
const [outDir] = process.argv.slice(2);
if (outDir === undefined) throw new Error('Give the folder to build into. `builtBoard` runs this.');
await build({
  configFile: false,
  root: import.meta.dirname,
  base: './',
  logLevel: 'error',
  plugins: [react()],
  build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 2_000, target: BROWSERS, cssTarget: BROWSERS },
});
