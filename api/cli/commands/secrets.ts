import { failed, ok } from '#engine';
import { forgetSecrets } from '../../features/secrets/stored-secrets.ts';
import type { Command } from '../command.ts';
import { printJson } from '../output.ts';
import { withOffice } from '../with-office.ts';

export const secretsCommand: Command = {
  usage: 'secrets forget',
  summary: 'Where the key in secrets.key is lost: switches webhooks off, and lets the next server bring another key.',
  shape: { positionals: ['forget'], flags: {} },
  async run(given) {
    if (given.positionals[0] !== 'forget')
      return failed([
        { code: 'bad-flag', field: 'forget', message: 'Secrets can be forgotten only.', action: 'Use secrets forget.' },
      ]);
    const done = await withOffice(({ store }) => store.transaction(forgetSecrets));
    if (!done.ok) return done;
    printJson({ webhooks_switched_off: done.value });
    return ok(0);
  },
};
