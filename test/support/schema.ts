import type { Em } from '../../api/store/index.ts';

/** The schema in plain text: tables with columns, constraints and indexes, triggers, functions, sequences. */
export async function describeSchema(em: Em): Promise<string> {
  const rows = await em.execute<{ line: string }[]>(SCHEMA);
  return `${rows.map(({ line }) => line).join('\n')}\n`;
}

const SCHEMA = `
select line from (
  select c.relname as subject, 0 as part, lpad(a.attnum::text, 3, '0') as rank,
    'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || case when a.attnotnull then ' not null' else '' end
      || case a.attidentity when '' then '' else ' identity' end
      || coalesce(' default ' || regexp_replace(pg_get_expr(d.adbin, d.adrelid), '\\s+', ' ', 'g'), '')
      || case a.attgenerated when 's' then ' stored' else '' end as line
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  union all
  select c.relname, 1, i.relname, pg_get_indexdef(x.indexrelid)
  from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
  where c.relnamespace = 'public'::regnamespace
  union all
  select c.relname, 2, k.conname, 'constraint ' || k.conname || ' on ' || c.relname || ' ' || pg_get_constraintdef(k.oid)
  from pg_constraint k join pg_class c on c.oid = k.conrelid
  where c.relnamespace = 'public'::regnamespace and k.contype <> 'n'
  union all
  select c.relname, 3, t.tgname, pg_get_triggerdef(t.oid)
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
  union all
  select '~functions', 4, p.proname, pg_get_functiondef(p.oid)
  from pg_proc p where p.pronamespace = 'public'::regnamespace
  union all
  select '~sequences', 5, c.relname, 'sequence ' || c.relname
  from pg_class c where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace
) described
order by subject, part, rank`;
