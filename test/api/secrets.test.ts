import { readFileSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../../api/features/notifications/deliver.ts';
import { dispatch } from '../../api/features/notifications/dispatch.ts';
import { signature } from '../../api/features/notifications/webhook.ts';
import { createSeal, hashOf, isSealed } from '../../api/features/secrets/seal.ts';
import { SECRET_KEY_FILE, secretKey } from '../../api/features/secrets/secret-key.ts';
import { claimSecrets, forgetSecrets } from '../../api/features/secrets/stored-secrets.ts';
import { type MailServer, type Receiver, startMailServer, startReceiver } from '../support/receivers.ts';
import { startProcess, type TestProcess } from '../support/test-app.ts';
import { type TestDatabase, testDatabase } from '../support/test-database.ts';
import { turnout } from '../support/turnout.ts';
import { get, importTown, logged, NOW, post } from './town.ts';

let database: TestDatabase;
let running: TestProcess;
let mail: MailServer;
let hook: Receiver;
let folder = '';
beforeAll(async () => {
  database = await testDatabase();
  mail = await startMailServer();
  hook = await startReceiver();
  folder = await mkdtemp(join(tmpdir(), 'turnout-secrets-'));
  const outside = {
    mail: { url: mail.url, from: 'Lifts <lifts@example.org>' },
    webhookPrivate: true,
    publicUrl: 'https://calls.example.org',
  };
  running = await startProcess(database.url, { now: NOW, outside, workers: 0 });
  await importTown(running);
});
afterAll(async () => {
  await running.close();
  await hook.close();
  await mail.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** All that stands in the database, as a backup has it. */
async function everything(): Promise<string> {
  const file = join(folder, 'kept.gz');
  const made = await turnout(['backup', file], { DATABASE_URL: database.url });
  expect(made.code, made.err + made.out).toBe(0);
  return gunzipSync(readFileSync(file)).toString();
}
const subscribe = async (code: string, body: object): Promise<{ secret?: string }> =>
  (
    await running.app.inject({
      method: 'PUT',
      url: `/subscriptions/${code}`,
      payload: { who: 'Ann', events: ['call.logged'], ...body },
    })
  ).json();
const linked = async (number: string): Promise<string> =>
  (await post(running, `/calls/${number}/link`, { who: 'Ann' })).json().path;
const opens = async (path: string): Promise<number> =>
  (await get(running, path, { accept: 'application/json' })).statusCode;

describe('rule: what is secret is not plain at rest', () => {
  it('links, webhook secrets, feeds and waiting mails are in no backup, which others cannot read', async () => {
    const { secret } = await subscribe('hook', { channel: 'webhook', url: hook.url });
    await subscribe('mail', { channel: 'email', addresses: ['desk@example.org'] });
    const number = await logged(running, 'LIFT-1');
    const path = await linked(number);
    const key = { 'idempotency-key': 'a-feed-of-cat' };
    const feed = (await post(running, '/resources/CAT/calendar-feeds', { who: 'Ann' }, key)).json().path as string;
    await dispatch(running.running.office);
    const kept = await everything();
    for (const plain of [secret!, path.slice('/my/'.length), feed.slice('/feeds/calendar/'.length, -4)]) {
      expect(plain.length).toBeGreaterThan(40);
      expect(kept).not.toContain(plain);
    }
    expect((await stat(join(folder, 'kept.gz'))).mode & 0o777).toBe(0o600);

    await deliver(running.running.office);
    expect(mail.letters.at(-1)!.message.replaceAll('=\r\n', '')).toContain(`https://calls.example.org${path}`);
    const { headers, body } = hook.received.at(-1)!;
    const [id, at] = [headers['webhook-id'] as string, Number(headers['webhook-timestamp'])];
    expect(headers['webhook-signature']).toBe(signature(secret!, id, at, body));
  });

  it('what an older version left plain opens as before, and is sealed by the next server that starts', async () => {
    const number = await logged(running, 'LIFT-2');
    const path = await linked(number);
    const token = path.slice('/my/'.length);
    const em = running.store.em();
    await em.execute('update call_links set token = ?, token_sealed = null where call = ?', [token, number]);
    await em.execute(
      `update subscriptions set secret = 'whsec_AAAA', former_secret = 'whsec_BBBB' where code = 'hook'`,
    );
    expect(await opens(path)).toBe(200);
    expect((await get(running, `/calls/${number}/link`)).json().path).toBe(path);

    await claimSecrets(running.store, running.running.office.seal);
    expect(await everything()).not.toMatch(new RegExp(`${token}|whsec_`));
    expect(await opens(path)).toBe(200);
    expect((await get(running, `/calls/${number}/link`)).json().path).toBe(path);
    await subscribe('hook', { channel: 'webhook', url: hook.url });
    await logged(running, 'LIFT-3');
    await dispatch(running.running.office);
    await deliver(running.running.office);
    const { headers, body } = hook.received.at(-1)!;
    const [id, at] = [headers['webhook-id'] as string, Number(headers['webhook-timestamp'])];
    expect(headers['webhook-signature']).toContain(signature('whsec_AAAA', id, at, body));
    // What the database holds opens nothing.
    expect(await opens(`/my/${hashOf(token)}`)).toBe(404);
  });

  it('a server with another key does not start; where the key is lost, links go on and webhooks are set up again', async () => {
    const other = createSeal(Buffer.alloc(32, 'another key'));
    const number = await logged(running, 'LIFT-1');
    const path = await linked(number);
    await expect(claimSecrets(running.store, other)).rejects.toThrow(/another key.*secrets forget/s);
    expect(await running.store.transaction(forgetSecrets)).toBe(1);
    await claimSecrets(running.store, other);
    await expect(claimSecrets(running.store, running.running.office.seal)).rejects.toThrow(/another key/);
    expect(await opens(path)).toBe(200);
    expect((await get(running, `/calls/${number}/link`)).json()).toMatchObject({ path: null, revoked_at: null });
    const again = await linked(number);
    expect([again !== path, await opens(again), await opens(path)]).toEqual([true, 200, 404]);
    expect((await subscribe('hook', { channel: 'webhook', url: hook.url })).secret).toMatch(/^whsec_/);
  });
});

describe('sealing', () => {
  const [one, two] = [1, 2].map((byte) => createSeal(Buffer.alloc(32, byte))) as [never, never] as ReturnType<
    typeof createSeal
  >[];

  it('opens for its key and purpose alone, and never a text that was changed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.nat(), (text, purpose, at) => {
        const sealed = one!.seal(text, purpose);
        expect(isSealed(sealed)).toBe(true);
        expect(one!.open(sealed, purpose)).toBe(text.toWellFormed());
        expect(one!.open(sealed, `${purpose}x`)).toBe(null);
        expect(two!.open(sealed, purpose)).toBe(null);
        expect(one!.seal(text, purpose)).not.toBe(sealed);
        const bytes = Buffer.from(sealed.slice('sealed.1.'.length), 'base64url');
        bytes[at % bytes.length]! ^= 1;
        expect(one!.open(`sealed.1.${bytes.toString('base64url')}`, purpose)).toBe(null);
        expect(one!.open(sealed.slice(0, at % sealed.length), purpose)).toBe(null);
      }),
    );
  });

  it('the key is made once, for its owner alone; two processes that start at once have the same', async () => {
    const options = { secretKey: null, dataFolder: join(folder, 'data') };
    const [a, b] = await Promise.all([secretKey(options), secretKey(options)]);
    expect(a).toEqual(b);
    expect(a).toHaveLength(32);
    const file = join(options.dataFolder, SECRET_KEY_FILE);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await secretKey(options)).toEqual(a);
    await writeFile(file, 'x');
    await expect(secretKey(options)).rejects.toThrow(/TURNOUT_SECRET_KEY/);
    expect(await secretKey({ ...options, secretKey: a.toString('base64') })).toEqual(a);
  });
});
