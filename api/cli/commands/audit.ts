import { failed, ok } from '#engine';
import { verifyAudit } from '../../features/identity/index.ts';
import type { Command } from '../command.ts';
import { printJson } from '../output.ts';
import { withOffice } from '../with-office.ts';

export const auditCommand: Command = {
  usage: 'audit verify',
  summary:
    'Follows the chain of the audit log and names the first entry that was changed, removed or added by another hand; exit code 1 then.',
  shape: { positionals: ['verify'], flags: {} },
  async run(given) {
    if (given.positionals[0] !== 'verify')
      return failed([
        { code: 'bad-flag', field: 'verify', message: 'The log can be verified only.', action: 'Use audit verify.' },
      ]);
    const done = await withOffice(({ store }) => verifyAudit(store.em()));
    if (!done.ok) return done;
    const { entries, brokenAt } = done.value;
    printJson({ entries, broken_at: brokenAt });
    return ok(brokenAt === null ? 0 : 1);
  },
};
