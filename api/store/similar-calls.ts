import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from './database.ts';

/** A past call, and how much it is like another. */
export interface SimilarCall {
  readonly number: string;
  readonly device: string;
  readonly site: string;
  readonly model: string;
  readonly description: string;
  readonly resolution: string | null;
  readonly fixedAt: Instant;
  readonly resource: string | null;
  readonly same: 'device' | 'model' | 'words';
  /** Share of the words asked for that it has. */
  readonly rank: number;
}

/** Calls looked at for each reason, the latest of them. */
const LOOKED_AT = 300;

const WORDS = sql`to_tsvector('english', c.description || ' ' || coalesce(c.resolution, ''))`;

/**
 * Fixed calls like one that is being told: on the same device, or with some of the same words (PostgreSQL's English word
 * stems) on the same model, or anywhere where no model is known. The likest first, by the share of the
 * words that it has, more where it is the device or the model; those that say what fixed them before others, then the latest.
 */
export async function similarCalls(
  em: Em,
  like: { readonly device: string | null; readonly model: string | null; readonly description: string },
  limit: number,
): Promise<SimilarCall[]> {
  const { device, model, description } = like;
  // As a query that any of the stems satisfies.
  const escaped = sql`'''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || ''''`;
  const { rows } = await sql<SimilarCall>`
    with asked as (select string_agg(${escaped}, ' | ')::tsquery as words, coalesce(array_agg(lexeme), '{}') as stems
        from unnest(to_tsvector('english', ${description}::text))),
      found as (
        (select c.* from calls c where c.device = ${device} and c.fixed_at is not null and c.duplicate_of is null
          order by c.logged_at desc limit ${LOOKED_AT})
        union
        (select c.* from calls c, asked where c.fixed_at is not null and c.duplicate_of is null and ${WORDS} @@ asked.words
          and (${model}::text is null or c.model = ${model}) order by c.logged_at desc limit ${LOOKED_AT})),
      ranked as (select c.*, cardinality(array(select unnest(asked.stems)
            intersect select unnest(tsvector_to_array(${WORDS}))))::float8 / greatest(1, cardinality(asked.stems)) as rank,
          case when c.device = ${device} then 'device' when c.model = ${model} then 'model' else 'words' end as same
        from found c, asked)
    select number, device, site, model, description, resolution, fixed_at as "fixedAt", resource, same, rank
    from ranked order by rank + case same when 'device' then 0.3 when 'model' then 0.15 else 0 end
      + case when resolution is null then 0 else 0.05 end desc, fixed_at desc, number limit ${limit}`.execute(
    kysely(em),
  );
  return rows;
}
