import { expect, test } from 'vitest';
import { readConfig } from '../../api/config.ts';

test('without any variable it listens on loopback, port 4070, on an embedded database, with the demo', () => {
  const read = readConfig({ PATH: '/bin' });
  expect(read).toMatchObject({
    ok: true,
    value: { host: '127.0.0.1', port: 4070, databaseUrl: null, logLevel: 'info', demo: true },
  });
  expect(read.ok && read.value.threads).toBeGreaterThanOrEqual(1);
  expect(read.ok && read.value.dataFolder).toMatch(/data$/);
});

test('every variable is read; an empty one counts as unset', () => {
  const env = {
    HOST: '0.0.0.0',
    PORT: '0',
    DATABASE_URL: 'postgresql://me:secret@db.example:5432/turnout',
    TURNOUT_DATA: '/srv/turnout',
    TURNOUT_THREADS: '3',
    LOG_LEVEL: 'silent',
    DEMO: 'off',
    TURNOUT_ROLE: 'worker',
    TURNOUT_DRAIN: '5',
    TURNOUT_ITERATIONS: '700',
    SMTP_URL: 'smtp://me:secret@mail.example',
    MAIL_FROM: 'Lifts <lifts@example.org>',
    TURNOUT_WEBHOOK_PRIVATE: 'on',
    TURNOUT_TILES: 'https://tiles.example.org/{z}/{x}/{y}.png',
    TURNOUT_URL: 'https://calls.example.org/',
    TURNOUT_AUTH: 'on',
    TURNOUT_HOSTS: 'calls.internal, turnout',
    TURNOUT_TRUST_PROXY: 'on',
    TURNOUT_RATE_LIMIT: '600',
    TURNOUT_REQUEST_LIMIT: '20',
    OIDC_ISSUER: 'https://login.example.org/realms/field',
    OIDC_CLIENT_ID: 'turnout',
    OIDC_CLIENT_SECRET: 'hidden',
    TURNOUT_SECRET_KEY: Buffer.alloc(32).toString('base64'),
  };
  const config = {
    host: '0.0.0.0',
    port: 0,
    databaseUrl: env.DATABASE_URL,
    dataFolder: '/srv/turnout',
    secretKey: env.TURNOUT_SECRET_KEY,
    threads: 3,
    logLevel: 'silent',
    demo: false,
    role: 'worker',
    drain: 5,
    iterations: 700,
    mail: { url: env.SMTP_URL, from: env.MAIL_FROM },
    webhookPrivate: true,
    tiles: 'https://tiles.example.org/{z}/{x}/{y}.png',
    publicUrl: 'https://calls.example.org',
    auth: true,
    hosts: ['calls.internal', 'turnout'],
    trustProxy: true,
    requestsPerMinute: 600,
    requestLimit: 20_000,
    oidc: { issuer: env.OIDC_ISSUER, clientId: 'turnout', clientSecret: 'hidden' },
  };
  expect(readConfig(env)).toEqual({ ok: true, value: config });
  expect(readConfig({ ...env, PORT: '', DATABASE_URL: '' })).toEqual({
    ok: true,
    value: { ...config, port: 4070, databaseUrl: null },
  });
});

test('all bad variables are named at once, with what to do, and no password is repeated', () => {
  const read = readConfig({
    HOST: '  ',
    PORT: '70000',
    DATABASE_URL: 'mysql://me:secret@db/turnout',
    TURNOUT_DATA: 'a\0b',
    TURNOUT_THREADS: '2.5',
    LOG_LEVEL: 'loud',
    DEMO: 'yes',
    TURNOUT_ROLE: 'boss',
    TURNOUT_DRAIN: '-1',
    TURNOUT_ITERATIONS: 'many',
    TURNOUT_TILES: 'https://tiles.example.org/',
    TURNOUT_SECRET_KEY: 'my secret',
  });
  const problems = read.ok ? [] : read.problems;
  expect(problems.map(({ code, field }) => `${code} ${field}`).sort()).toEqual([
    'config-invalid DATABASE_URL',
    'config-invalid DEMO',
    'config-invalid HOST',
    'config-invalid LOG_LEVEL',
    'config-invalid PORT',
    'config-invalid TURNOUT_DATA',
    'config-invalid TURNOUT_DRAIN',
    'config-invalid TURNOUT_ITERATIONS',
    'config-invalid TURNOUT_ROLE',
    'config-invalid TURNOUT_SECRET_KEY',
    'config-invalid TURNOUT_THREADS',
    'config-invalid TURNOUT_TILES',
  ]);
  for (const { field, action } of problems) expect(action).toContain(field);
  expect(JSON.stringify(problems)).not.toContain('secret');
});

test.each(['-1', '65536', '1e3', ' 80', '0x50', '٤'])('PORT=%s is refused', (PORT) => {
  expect(readConfig({ PORT }).ok).toBe(false);
});

test('nobody can be let in without a login where other machines reach the server', () => {
  const read = readConfig({ TURNOUT_AUTH: 'off', HOST: '0.0.0.0' });
  expect(read).toMatchObject({ ok: false, problems: [{ code: 'config-invalid', field: 'TURNOUT_AUTH' }] });
  expect(readConfig({ TURNOUT_AUTH: 'off' })).toMatchObject({ ok: true, value: { auth: false } });
});
