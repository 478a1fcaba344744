import type { Actor } from './actor.ts';

const MAX_LENGTH = 200;

interface SchemaLike {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly options?: readonly SchemaLike[];
  readonly in?: SchemaLike;
}

/** Whether a zod schema, or each alternative of it, has a field `who`. */
export function takesWho(schema: unknown): boolean {
  if (schema === null || typeof schema !== 'object') return false;
  const { shape, options, in: input } = schema as SchemaLike;
  if (shape !== undefined) return 'who' in shape;
  if (options !== undefined) return options.length > 0 && options.every(takesWho);
  return input !== undefined && takesWho(input);
}

/**
 * The name under which a change is recorded: that of the login. Who acts for somebody else names both.
 *
 * @example nameFor({ name: 'Anna Berg', … }, 'Jo Smith') // 'Anna Berg for Jo Smith'
 */
export function nameFor(actor: Actor, given: unknown): string {
  const other = typeof given === 'string' ? given.trim() : '';
  const name = other === '' || other === actor.name ? actor.name : `${actor.name} for ${other}`;
  return name.slice(0, MAX_LENGTH);
}
