import { failed, ok } from '#engine';
import { createApiKey, createPrincipal } from '../../features/identity/index.ts';
import { ROLES, type Role } from '../../features/identity/roles.ts';
import type { Command } from '../command.ts';
import { printJson } from '../output.ts';
import { withOffice } from '../with-office.ts';

export const keyCommand: Command = {
  usage: 'key create --role ROLE --name NAME',
  summary: 'Adds a machine with a role on everything and prints its API key, once.',
  shape: { positionals: ['create'], flags: { role: 'text', name: 'text' } },
  async run(given) {
    const role = given.text('role') ?? '';
    const name = given.text('name') ?? '';
    if (given.positionals[0] !== 'create')
      return failed([
        { code: 'bad-flag', field: 'create', message: 'Keys can be created only.', action: 'Use key create.' },
      ]);
    if (!(ROLES as readonly string[]).includes(role))
      return failed([
        {
          code: 'bad-flag',
          field: '--role',
          value: role,
          message: 'There is no such role.',
          action: `Use one of ${ROLES.join(', ')}.`,
        },
      ]);
    if (name.trim() === '')
      return failed([{ code: 'bad-flag', field: '--name', message: 'The key needs a name.', action: 'Give --name.' }]);
    const made = await withOffice(async ({ store, clock }) => {
      const grants = [{ role: role as Role, scope: { kind: 'everything' } }] as const;
      const principal = await store.transaction((em) =>
        createPrincipal(em, { kind: 'machine', name, grants }, clock()),
      );
      const { id, secret } = await createApiKey(
        store.em(),
        { principal, name, createdBy: 'command line', expiresAt: null },
        clock(),
      );
      return { id, principal, role, secret };
    });
    if (!made.ok) return made;
    printJson(made.value);
    return ok(0);
  },
};
