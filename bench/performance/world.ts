import { sql } from 'kysely';
import { DAY, type Instant, instant, parseDataset } from '#engine';
import { generateDataset } from '#fixtures';
import { kysely, type Store, writeDataset } from '../../api/store/index.ts';

/** Days over which the past calls lie, whatever their number. */
export const HISTORY_DAYS = 730;
/** Calls on site, to be fixed while the clock runs. */
export const OPEN_CALLS = 400;
const SIZES = { calls: 300, devices: 3_000, sites: 800, territories: 4, resources: 60, contracts: 1, customers: 1 };

/** Contract of all devices. */
export interface PastWorld {
  readonly contract: string;
  readonly device: string;
  readonly devices: number;
  readonly sites: number;
  /** Numbers of calls that are on site. */
  readonly open: readonly string[];
}

/**
 * One contract over 3,000 devices with so many past calls, spread over two years, each with its journal, and some calls
 * that are on site. What happened is drawn from the number of the call, the same in each run.
 */
export async function makePast(store: Store, past: number, now: Instant): Promise<PastWorld> {
  const parsed = parseDataset(generateDataset({ seed: 1, now, ...SIZES }));
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const { dataset } = parsed.value;
  await writeDataset(store.em(), { ...dataset, calls: [] }, { at: now, who: 'bench' });
  const db = kysely(store.em());
  const begin = instant(now - HISTORY_DAYS * DAY);
  // Drawn by multiplication modulo a prime (Knuth, volume 2), another factor for each: enough to spread calls over devices and time.
  const draw = (factor: number, below: string) =>
    sql.raw(`floor((g * ${factor} % 4294967291) / 4294967291.0 * (${below}))::bigint`);
  const place = sql`(select row_number() over (order by d.position) - 1 as place, d.*, s.territory from devices d
      join sites s on s.code = d.site where d.retired_on is null and (d.installed_on is null or d.installed_on < '2015'))`;
  const columns = sql`territory, number, "row", device, contract, site, model, zone, contact, description, type, logged_at,
    service_affecting, pinned, holds`;
  await sql`with place as materialized ${place}, size as (select count(*) as devices from place),
    drawn as (select g, ${draw(2654435761, '(select devices from size)')} as place,
      ${begin}::bigint + ${draw(1597334677, String((HISTORY_DAYS - 2) * DAY))} as at,
      ${draw(3812015801, '240')} as arrival, ${draw(747796405, '600')} as repair
      from generate_series(1, ${past}::bigint) g)
    insert into calls (${columns}, status, resource, responded_at, fixed_at, closed_at)
    select p.territory, 'P-' || g, g, p.code, p.contract, p.site, p.model, p.zone, 'Desk', 'Out of service', 'fault', at,
      g % 4 <> 0, false, '[]', 'closed', 'R', at + (10 + arrival) * 60000, at + (20 + arrival + repair) * 60000,
      at + (20 + arrival + repair) * 60000
    from drawn join place p using (place)`.execute(db);
  await sql`with place as materialized ${place}, size as (select count(*) as devices from place)
    insert into calls (${columns}, status, resource, responded_at)
    select p.territory, 'O-' || g, ${past} + g, p.code, p.contract, p.site, p.model, p.zone, 'Desk', 'Out of service', 'fault',
      ${now}::bigint - (60 + g % 300) * 60000, true, false, '[]', 'on-site', 'R', ${now}::bigint - 30 * 60000
    from generate_series(1, ${OPEN_CALLS}) g join place p on p.place = g * 3 % (select devices from size)`.execute(db);
  const fields = sql.join(
    FIELDS.map(([field, column]) => sql`${sql.lit(field)}::text, to_jsonb(c.${sql.ref(column)})`),
  );
  await sql`insert into call_events (territory, call, "at", recorded_at, kind, who, data)
    select territory, number, ${now}::bigint, ${now}::bigint, 'imported', 'bench', jsonb_build_object(${fields}) from calls c`.execute(
    db,
  );
  await sql`vacuum analyze`.execute(db);
  const [{ contract, code }] = (
    await sql<{ contract: string; code: string }>`select d.contract, d.code from devices d
      join calls c on c.device = d.code and c.status = 'closed' group by d.contract, d.code order by d.code limit 1`.execute(
      db,
    )
  ).rows as [{ contract: string; code: string }];
  const open = await sql<{ number: string }>`select number from calls where ended_at is null order by number`.execute(
    db,
  );
  const { devices, sites } = dataset;
  return {
    contract,
    device: code,
    devices: devices.length,
    sites: sites.length,
    open: open.rows.map(({ number }) => number),
  };
}

/** Fields of a call with their columns, as far as figures look at them; an import enters the whole record. */
const FIELDS = [
  ...(
    ['row', 'number', 'device', 'contact', 'description', 'type', 'status', 'resource', 'pinned', 'holds'] as const
  ).map((name) => [name, name] as const),
  ['loggedAt', 'logged_at'],
  ['occurredAt', 'occurred_at'],
  ['serviceAffecting', 'service_affecting'],
  ['respondedAt', 'responded_at'],
  ['fixedAt', 'fixed_at'],
  ['closedAt', 'closed_at'],
  ['duplicateOf', 'duplicate_of'],
  ['excuse', 'excuse'],
  ['keptTerms', 'kept_terms'],
] as const;
