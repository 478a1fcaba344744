import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, isLoopback } from '../../config.ts';
import type { Office } from '../../platform/office.ts';
import { readSetting, writeSetting } from '../../store/index.ts';
import { createApiKey } from './api-keys.ts';
import { createDemoPeople, demoPeople } from './demo-people.ts';
import { createFirstRun } from './first-run.ts';
import type { IdentityOptions } from './index.ts';
import { isDemoData, isWithoutPeople } from './principals.ts';
import { randomToken } from './tokens.ts';

/** File beside the embedded database with an API key of the demo's dispatcher, for commands on this machine. */
export const DEMO_KEY_FILE = 'demo.key';

/** What a server's identity needs of the database and the configuration. Fills the demo's people where they are missing. */
export async function serverIdentity(office: Office, config: Config): Promise<IdentityOptions> {
  const { store, clock } = office;
  const demo = config.demo && isLoopback(config.host) && (await isDemoData(store.em()));
  if (demo) await fillDemo(office, config);
  const firstRun = !demo && (await isWithoutPeople(store.em())) ? createFirstRun(clock()) : null;
  return {
    ...{ sessionSecret: await sessionSecret(office), oidc: config.oidc, firstRun, demo },
    ...{
      hosts: config.hosts,
      publicUrl: config.publicUrl,
      tiles: config.tiles,
      requestsPerMinute: config.requestsPerMinute,
    },
  };
}

async function fillDemo({ store, clock }: Office, { dataFolder, databaseUrl }: Config): Promise<void> {
  const created = await store.transaction(async (em) => {
    if ((await demoPeople(em)).length > 0) return false;
    await createDemoPeople(em, clock());
    return true;
  });
  if (!created || databaseUrl !== null) return;
  const dispatcher = (await demoPeople(store.em())).find(({ role }) => role === 'dispatcher')!;
  const asked = { principal: dispatcher.id, name: 'demo', createdBy: 'demo', expiresAt: null };
  const { secret } = await createApiKey(store.em(), asked, clock());
  const file = join(dataFolder, DEMO_KEY_FILE);
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
}

/** Signs the cookies of all processes on one database. A person who reads it there cannot forge a session: its id is hashed. */
async function sessionSecret({ store }: Office): Promise<string> {
  const found = await readSetting<string>(store.em(), 'session_secret');
  if (found !== null) return found;
  await store.transaction(async (em) => {
    if ((await readSetting(em, 'session_secret')) === null) await writeSetting(em, 'session_secret', randomToken());
  });
  return (await readSetting<string>(store.em(), 'session_secret'))!;
}
