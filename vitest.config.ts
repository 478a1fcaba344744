import { defineConfig } from 'vitest/config';

const inFolders = (...folders: string[]): string[] => folders.map((folder) => `test/${folder}/**/*.test.ts`);

/** Import lines alone, nothing run. */
const IMPORTS = inFolders('imports');
/** On a database of their own, cloned from one template (test/support). */
const API = inFolders('api', 'store');
const BROWSER = inFolders('browser');

/** Property tests are the same in every run, and the compiler is set as our programs set it. */
const setupFiles = ['test/support/seeded.ts', 'api/compiler.ts'];
const patience = { setupFiles, testTimeout: 60_000, hookTimeout: 120_000 };
const database = ['test/support/database-server.ts'];

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'imports', include: IMPORTS, ...patience } },
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...IMPORTS, ...API, ...BROWSER],
          ...patience,
        },
      },
      { test: { name: 'api', include: API, globalSetup: database, ...patience } },
      { test: { name: 'browser', include: BROWSER, globalSetup: database, ...patience } },
    ],
  },
});
