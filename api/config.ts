import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Problem, Result } from '#engine';

/** What the environment decides, read once when the process starts. */
export interface Config {
  /** Address to listen on; this machine alone unless told otherwise. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** null: run a PostgreSQL of our own in `dataFolder`. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  /** 32 bytes or more in base64, the same for all processes on one database; null: that of the file in `dataFolder`. */
  readonly secretKey: string | null;
  /** Threads that plan and order. */
  readonly threads: number;
  /** `api`: answers requests; `worker`: makes plans and does what the clock asks for; `all`: both. */
  readonly role: (typeof ROLES)[number];
  /** Improvement steps of each plan that a server makes: few, since each goes on from the last and new calls wait for it. */
  readonly iterations: number;
  /** Seconds for which the process, told to end, still takes requests while `/ready` says that it will not: for whoever sends them. */
  readonly drain: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** The mail server and the sender; null: no e-mail is sent. */
  readonly mail: { readonly url: string; readonly from: string } | null;
  /** Whether webhooks may lead into private networks, and over plain http. */
  readonly webhookPrivate: boolean;
  /** Address under which customers reach this server, for links in messages; null: there are none. */
  readonly publicUrl: string | null;
  /** Where the board's map gets its ground, `{z}`, `{x}` and `{y}` in it; null: it draws its own, nothing is fetched. */
  readonly tiles: string | null;
  /** `off`: nobody has to log in; only on a loopback address. */
  readonly auth: boolean;
  /** Host names, beside loopback names, addresses and that of `publicUrl`, under which the server answers. */
  readonly hosts: readonly string[];
  /** Whether a proxy before the server is trusted to name the caller's address. */
  readonly trustProxy: boolean;
  /** Requests a minute of one person, key or address. */
  readonly requestsPerMinute: number;
  /** Milliseconds that a request may take. */
  readonly requestLimit: number;
  /** The identity provider; null: people log in by password. */
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | null;
  /** Whether an empty database is filled with the demo, which then lives on by itself. */
  readonly demo: boolean;
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export const ROLES = ['all', 'api', 'worker'] as const;

const PROJECT = join(import.meta.dirname, '..');

/** The variables, and what each is when unset. An empty variable counts as unset. */
const environment = z.object({
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(4070),
  DATABASE_URL: z
    .string()
    .refine((url) => /^postgres(ql)?:\/\//.test(url) && URL.canParse(url), 'is not the URL of a PostgreSQL database')
    .optional(),
  TURNOUT_DATA: z
    .string()
    .refine((path) => !path.includes('\0'), 'is not a path')
    .default(join(PROJECT, 'data')),
  TURNOUT_SECRET_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43,200}={0,2}$/, 'is not 32 bytes or more in base64')
    .optional(),
  TURNOUT_THREADS: wholeNumber(1, 256).default(Math.max(1, availableParallelism() - 1)),
  TURNOUT_ROLE: z.enum(ROLES, `is none of ${ROLES.join(', ')}`).default('all'),
  TURNOUT_ITERATIONS: wholeNumber(0, 999_999_999).default(500),
  TURNOUT_DRAIN: wholeNumber(0, 300).default(0),
  LOG_LEVEL: z.enum(LOG_LEVELS, `is none of ${LOG_LEVELS.join(', ')}`).default('info'),
  DEMO: z.enum(['on', 'off'], 'is neither on nor off').default('on'),
  SMTP_URL: z
    .string()
    .refine((url) => /^smtps?:\/\//.test(url) && URL.canParse(url), 'is not the URL of a mail server')
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, 'is no sender with an e-mail address')
    .default('Turnout <turnout@localhost>'),
  TURNOUT_WEBHOOK_PRIVATE: z.enum(['on', 'off'], 'is neither on nor off').default('off'),
  TURNOUT_URL: z
    .string()
    .refine((url) => /^https?:\/\//.test(url) && URL.canParse(url), 'is not the address of a web server')
    .optional(),
  TURNOUT_AUTH: z.enum(['on', 'off'], 'is neither on nor off').default('on'),
  TURNOUT_HOSTS: z
    .string()
    .regex(/^[\w.-]+(\s*,\s*[\w.-]+)*$/, 'is not a list of host names')
    .optional(),
  TURNOUT_TRUST_PROXY: z.enum(['on', 'off'], 'is neither on nor off').default('off'),
  TURNOUT_RATE_LIMIT: wholeNumber(1, 999_999_999).default(60_000),
  TURNOUT_REQUEST_LIMIT: wholeNumber(1, 3600).default(30),
  OIDC_ISSUER: z
    .string()
    .refine((url) => /^https?:\/\//.test(url) && URL.canParse(url), 'is not the address of an identity provider')
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  TURNOUT_TILES: z
    .string()
    .refine(
      (url) => /^(https?:\/\/|\/)/.test(url) && ['{z}', '{x}', '{y}'].every((part) => url.includes(part)),
      'is not the address of map tiles with {z}, {x} and {y}',
    )
    .optional(),
});

const ACTIONS: Readonly<Record<keyof z.infer<typeof environment>, string>> = {
  HOST: 'Set HOST to a host name or address of this machine, such as 127.0.0.1 or 0.0.0.0.',
  PORT: 'Set PORT to a whole number from 0 (any free port) to 65535.',
  DATABASE_URL:
    'Set DATABASE_URL to postgresql://user:password@host:port/database, or unset it to use an embedded database.',
  TURNOUT_DATA: 'Set TURNOUT_DATA to a folder in which the embedded database may live.',
  TURNOUT_SECRET_KEY: 'Set TURNOUT_SECRET_KEY to what “openssl rand -base64 32” prints, the same for all processes.',
  TURNOUT_THREADS: 'Set TURNOUT_THREADS to a whole number from 1 to 256.',
  TURNOUT_ROLE: `Set TURNOUT_ROLE to one of ${ROLES.join(', ')}.`,
  TURNOUT_ITERATIONS: 'Set TURNOUT_ITERATIONS to a whole number of improvement steps, such as 500.',
  TURNOUT_DRAIN: 'Set TURNOUT_DRAIN to a whole number of seconds from 0 to 300.',
  LOG_LEVEL: `Set LOG_LEVEL to one of ${LOG_LEVELS.join(', ')}.`,
  DEMO: 'Set DEMO to on or off.',
  SMTP_URL: 'Set SMTP_URL to smtp://user:password@host:port (or smtps:), or unset it to send no e-mail.',
  MAIL_FROM: 'Set MAIL_FROM to an address, or a name with one: Lifts <lifts@example.org>.',
  TURNOUT_WEBHOOK_PRIVATE: 'Set TURNOUT_WEBHOOK_PRIVATE to on or off.',
  TURNOUT_AUTH: 'Set TURNOUT_AUTH to on or off.',
  TURNOUT_HOSTS: 'Set TURNOUT_HOSTS to host names separated by commas, such as calls.example.org,turnout.internal.',
  TURNOUT_TRUST_PROXY: 'Set TURNOUT_TRUST_PROXY to on or off.',
  TURNOUT_RATE_LIMIT: 'Set TURNOUT_RATE_LIMIT to a whole number of requests a minute, such as 60000.',
  TURNOUT_REQUEST_LIMIT: 'Set TURNOUT_REQUEST_LIMIT to a whole number of seconds from 1 to 3600.',
  OIDC_ISSUER: 'Set OIDC_ISSUER to the address of the provider, such as https://login.example.org/realms/field.',
  OIDC_CLIENT_ID: 'Set OIDC_CLIENT_ID to the client that the provider knows.',
  OIDC_CLIENT_SECRET: 'Set OIDC_CLIENT_SECRET to the secret of that client.',
  TURNOUT_TILES:
    'Set TURNOUT_TILES to the address of a tile server, such as https://tiles.example.org/{z}/{x}/{y}.png, or unset it.',
  TURNOUT_URL: 'Set TURNOUT_URL to the address that customers know, such as https://calls.example.org.',
};

/** What each variable means, and its default in words: the settings page of the reference is made from it. */
export const SETTING_MEANINGS: Readonly<
  Record<keyof z.infer<typeof environment>, { readonly standard: string; readonly meaning: string }>
> = {
  HOST: { standard: '`127.0.0.1`', meaning: 'Address to listen on.' },
  PORT: {
    standard: '`4070`',
    meaning: 'Port to listen on; 0: any free port. Unset, the next free port is taken where 4070 is in use.',
  },
  DATABASE_URL: {
    standard: 'unset',
    meaning: 'Another PostgreSQL (15 or newer); its database is made where missing. Unset: an embedded PostgreSQL.',
  },
  TURNOUT_DATA: { standard: '`data`', meaning: 'Folder of the embedded database.' },
  TURNOUT_SECRET_KEY: {
    standard: '`secrets.key` in TURNOUT_DATA',
    meaning:
      'Key, base64, that seals webhook secrets and customer links in the database; the same for all processes on it. Unset: that of the file, made at the first start.',
  },
  TURNOUT_THREADS: { standard: 'cores − 1', meaning: 'Worker threads that order and plan.' },
  TURNOUT_ROLE: {
    standard: '`all`',
    meaning:
      '`api` answers requests; `worker` plans and does timed work; `all` does both. Any number of each share one database.',
  },
  TURNOUT_ITERATIONS: { standard: '`500`', meaning: 'Improvement steps of each plan that a server makes.' },
  TURNOUT_DRAIN: {
    standard: '`0`',
    meaning: 'Seconds for which a process that was told to end still takes requests while `/ready` answers 503.',
  },
  LOG_LEVEL: { standard: '`info`', meaning: '`fatal` to `trace`, or `silent`.' },
  DEMO: { standard: '`on`', meaning: 'Fill an empty database with the demo city, and let it live on.' },
  SMTP_URL: {
    standard: 'unset',
    meaning: 'Mail server, `smtp://user:password@host:port` or `smtps:`. Unset: no e-mail is sent.',
  },
  MAIL_FROM: { standard: '`Turnout <turnout@localhost>`', meaning: 'Sender of e-mail.' },
  TURNOUT_WEBHOOK_PRIVATE: {
    standard: '`off`',
    meaning: '`on`: webhooks may lead into private networks and over plain http.',
  },
  TURNOUT_URL: { standard: 'unset', meaning: 'Address that customers know, for links in messages.' },
  TURNOUT_AUTH: {
    standard: '`on`',
    meaning: '`off`: nobody has to log in. Only with a loopback HOST, for tests and scripts on one machine.',
  },
  TURNOUT_HOSTS: {
    standard: 'unset',
    meaning:
      'Host names, comma-separated, under which the server answers beside loopback names, IP addresses and that of TURNOUT_URL.',
  },
  TURNOUT_TRUST_PROXY: {
    standard: '`off`',
    meaning: '`on`: the proxy before the server names the caller (`X-Forwarded-For`, `-Proto`, `-Host`).',
  },
  TURNOUT_RATE_LIMIT: { standard: '`60000`', meaning: 'Requests a minute of one person, key or address.' },
  TURNOUT_REQUEST_LIMIT: {
    standard: '`30`',
    meaning:
      'Seconds that a request may take, in PostgreSQL (`statement_timeout`) as in the process; then it is given up (503 `deadline-exceeded`). Imports, exports and edits of tables have twenty times as long.',
  },
  OIDC_ISSUER: {
    standard: 'unset',
    meaning: 'OpenID Connect provider by which people log in (Keycloak, Entra ID, Google). Unset: by password.',
  },
  OIDC_CLIENT_ID: {
    standard: 'unset',
    meaning: 'Client that the provider knows; its redirect address is `…/login/oidc/callback`.',
  },
  OIDC_CLIENT_SECRET: { standard: 'unset', meaning: 'Secret of that client.' },
  TURNOUT_TILES: {
    standard: 'unset',
    meaning:
      'Map tiles of the board, `https://tiles.example.org/{z}/{x}/{y}.png`. Unset: the map draws its own ground.',
  },
};

/** @returns the configuration, or a problem `config-invalid` for each variable that can't be used. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Result<Config> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map((issue) => problem(issue, given)) };
  const { data } = parsed;
  const contradictions = contradictionsOf(data);
  if (contradictions.length > 0) return { ok: false, problems: contradictions };
  return {
    ok: true,
    value: {
      host: data.HOST,
      port: data.PORT,
      databaseUrl: data.DATABASE_URL ?? null,
      dataFolder: data.TURNOUT_DATA,
      secretKey: data.TURNOUT_SECRET_KEY ?? null,
      threads: data.TURNOUT_THREADS,
      role: data.TURNOUT_ROLE,
      iterations: data.TURNOUT_ITERATIONS,
      drain: data.TURNOUT_DRAIN,
      logLevel: data.LOG_LEVEL,
      auth: data.TURNOUT_AUTH === 'on',
      hosts: data.TURNOUT_HOSTS?.split(/\s*,\s*/) ?? [],
      trustProxy: data.TURNOUT_TRUST_PROXY === 'on',
      requestsPerMinute: data.TURNOUT_RATE_LIMIT,
      requestLimit: data.TURNOUT_REQUEST_LIMIT * 1000,
      oidc:
        data.OIDC_ISSUER === undefined
          ? null
          : {
              issuer: data.OIDC_ISSUER,
              clientId: data.OIDC_CLIENT_ID ?? '',
              clientSecret: data.OIDC_CLIENT_SECRET ?? '',
            },
      demo: data.DEMO === 'on',
      mail: data.SMTP_URL === undefined ? null : { url: data.SMTP_URL, from: data.MAIL_FROM },
      webhookPrivate: data.TURNOUT_WEBHOOK_PRIVATE === 'on',
      tiles: data.TURNOUT_TILES ?? null,
      publicUrl: data.TURNOUT_URL?.replace(/\/+$/, '') ?? null,
    },
  };
}

/** Hosts that only this machine reaches. */
export const isLoopback = (host: string): boolean => ['localhost', '127.0.0.1', '::1'].includes(host);

function contradictionsOf(data: z.infer<typeof environment>): Problem[] {
  const problems: Problem[] = [];
  const report = (field: keyof typeof ACTIONS, message: string, action: string): void =>
    void problems.push({ code: 'config-invalid', field, message, action });
  if (data.TURNOUT_AUTH === 'off' && !isLoopback(data.HOST))
    report(
      'TURNOUT_AUTH',
      'TURNOUT_AUTH is off, and HOST is an address that other machines reach.',
      'Set TURNOUT_AUTH to on, or HOST to 127.0.0.1.',
    );
  if (data.OIDC_ISSUER !== undefined && (data.OIDC_CLIENT_ID === undefined || data.OIDC_CLIENT_SECRET === undefined))
    report('OIDC_CLIENT_ID', 'OIDC_ISSUER is set without a client.', 'Set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.');
  return problems;
}

function problem(issue: { path: PropertyKey[]; message: string }, given: Record<string, string | undefined>): Problem {
  const field = String(issue.path[0]) as keyof typeof ACTIONS;
  // These hold passwords, which must not reach a log.
  const shown =
    field === 'DATABASE_URL' || field === 'SMTP_URL' || field === 'OIDC_CLIENT_SECRET' || field === 'TURNOUT_SECRET_KEY'
      ? {}
      : { value: String(given[field]).slice(0, 100) };
  return { code: 'config-invalid', field, ...shown, message: `${field} ${issue.message}.`, action: ACTIONS[field] };
}

function wholeNumber(least: number, most: number) {
  const message = `is no whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message);
}
