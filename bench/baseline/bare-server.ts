import fastify from 'fastify';
import pg from 'pg';

/**
 * The plain way to log a call: a Fastify route that inserts the three rows (call, journal event, job) with `pg` and
 * answers. No rules, no entitlement, no order, no idempotency. `node bare-server.ts` with DATABASE_URL; the tables are
 * copies of the real ones, indexes included, in the schema `bare`. POST /calls does it as most would, in a transaction
 * of five statements; POST /calls-at-once in a single statement, which is the least that it can be.
 */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL ?? '', max: 20 });

interface Body {
  readonly device: string;
  readonly contact: string;
  readonly description: string;
}

/** As large as those of a real call. */
const KEPT_TERMS = {
  ...{ regime: 'STANDARD', respondWithin: 7_200_000, fixWithin: 28_800_000, clock: 'coverage', calendar: 'EXTENDED' },
  decidedBy: [{ file: 'regime_rules', row: 12 }],
};
const CALL = `insert into bare.calls (territory, number, "row", device, contract, site, model, contact, description, type,
  logged_at, service_affecting, pinned, holds, kept_terms)
  values ($1, $2, $3, $4, 'C', 'S', 'M', $5, $6, 'fault', $7, true, false, '[]', '${JSON.stringify(KEPT_TERMS)}')`;
const EVENT = `insert into bare.call_events (territory, call, "at", kind, who, data)
  values ($1, $2, $3, 'logged', $4, $5)`;
const JOB = `insert into bare.job (id, name, data, policy, group_id) values (gen_random_uuid(), 'plan-territory', $1, null, $2)`;
const AT_ONCE = `with call as (${CALL} returning territory, number, logged_at, contact),
  event as (insert into bare.call_events (territory, call, "at", kind, who, data)
    select territory, number, logged_at, 'logged', contact, $8 from call),
  job as (insert into bare.job (id, name, data, policy, group_id)
    select gen_random_uuid(), 'plan-territory', jsonb_build_object('territory', territory), null, territory from call)
  select 1`;

const app = fastify({ logger: false });
let serial = 0;
const TERRITORIES = 12;

const schema = {
  body: {
    type: 'object',
    required: ['device', 'contact', 'description'],
    properties: {
      device: { type: 'string', minLength: 1, maxLength: 200 },
      contact: { type: 'string', maxLength: 500 },
      description: { type: 'string', maxLength: 10_000 },
    },
  },
};

function rowsOf({ device, contact, description }: Body) {
  serial += 1;
  const number = `B-${String(serial).padStart(6, '0')}`;
  const territory = `T${serial % TERRITORIES}`;
  const now = Date.now();
  // The journal's first entry holds the whole call, as Turnout's does.
  const call = {
    ...{ number, row: serial, device, contact, description, type: 'fault', loggedAt: now, occurredAt: null },
    ...{ serviceAffecting: true, estimatedTime: null, earliest: null, latest: null, status: null, resource: null },
    ...{ pinned: false, respondedAt: null, fixedAt: null, closedAt: null, holds: [], duplicateOf: null, excuse: null },
    ...{ emergency: null, raisedTo: null, plannedStart: null, keptTerms: KEPT_TERMS },
  };
  return { number, territory, now, row: serial, device, contact, description, data: JSON.stringify({ set: call }) };
}

app.post<{ Body: Body }>('/calls', { schema }, async (request, reply) => {
  const { number, territory, now, row, device, contact, description, data } = rowsOf(request.body);
  const client = await pool.connect();
  try {
    await client.query('begin');
    const values = [territory, number, row, device, contact, description, now];
    await client.query({ name: 'call', text: CALL, values });
    await client.query({ name: 'event', text: EVENT, values: [territory, number, now, contact, data] });
    await client.query({ name: 'job', text: JOB, values: [JSON.stringify({ territory }), territory] });
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  return reply.code(201).send({ number, territory, logged_at: new Date(now).toISOString() });
});

app.post<{ Body: Body }>('/calls-at-once', { schema }, async (request, reply) => {
  const { number, territory, now, row, device, contact, description, data } = rowsOf(request.body);
  const values = [territory, number, row, device, contact, description, now, data];
  await pool.query({ name: 'at-once', text: AT_ONCE, values });
  return reply.code(201).send({ number, territory, logged_at: new Date(now).toISOString() });
});

console.log(`listening on ${await app.listen({ host: '127.0.0.1', port: 0 })}`);
process.on('SIGTERM', () => void app.close().then(() => pool.end()));
