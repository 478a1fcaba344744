import { sql } from 'kysely';
import {
  type Em,
  kysely,
  lockExclusively,
  readSetting,
  readSubscriptions,
  type Store,
  writeSetting,
  writeSubscription,
} from '../../store/index.ts';
import { hashOf, isSealed, type Seal } from './seal.ts';

export const purposeOfLink = (territory: string, call: string): string => `link ${territory} ${call}`;
export const purposeOfWebhook = (code: string): string => `webhook ${code}`;

/**
 * Makes sure that the database's secrets were sealed with this key, and seals those that an older version left plain.
 * @throws Error that says what to do, where they were sealed with another
 */
export async function claimSecrets(store: Store, seal: Seal): Promise<void> {
  await store.transaction(async (em) => {
    await lockExclusively(em, 'secrets');
    const known = await readSetting<string>(em, 'secret_key');
    if (known !== null && known !== seal.fingerprint) {
      throw new Error(
        'The secrets in this database were sealed with another key. Give this server the key of the others: their ' +
          'TURNOUT_SECRET_KEY, or a copy of their secrets.key. Where it is lost, run “turnout secrets forget”: ' +
          'webhooks are switched off until they are set up again, links that customers have go on.',
      );
    }
    if (known === null) await writeSetting(em, 'secret_key', seal.fingerprint);
    await sealLinks(em, seal);
    await sealWebhooks(em, seal);
  });
}

/** @returns webhooks that were switched off */
export async function forgetSecrets(em: Em): Promise<number> {
  const db = kysely(em);
  await sql`update call_links set token_sealed = '' where token_sealed is not null`.execute(db);
  const { rows } = await sql`update subscriptions set secret = null, former_secret = null, former_until = null,
    active = false where secret is not null returning code`.execute(db);
  await writeSetting(em, 'secret_key', null);
  return rows.length;
}

async function sealLinks(em: Em, seal: Seal): Promise<void> {
  const db = kysely(em);
  const { rows } = await sql<{ territory: string; call: string; token: string }>`
    select territory, call, token from call_links where token_sealed is null`.execute(db);
  for (const { territory, call, token } of rows) {
    await sql`update call_links set token = ${hashOf(token)},
      token_sealed = ${seal.seal(token, purposeOfLink(territory, call))}
      where territory = ${territory} and call = ${call}`.execute(db);
  }
}

async function sealWebhooks(em: Em, seal: Seal): Promise<void> {
  for (const each of await readSubscriptions(em)) {
    const sealed = (secret: string | null): string | null =>
      secret === null || isSealed(secret) ? secret : seal.seal(secret, purposeOfWebhook(each.code));
    const [secret, formerSecret] = [sealed(each.secret), sealed(each.formerSecret)];
    if (secret !== each.secret || formerSecret !== each.formerSecret)
      await writeSubscription(em, { ...each, secret, formerSecret });
  }
}
