/** A field of a JSON Schema as one row of a page. */
export interface SchemaField {
  /** `prices.high.respond.step`; `[]` behind a list, `*` for keys that the user chooses. */
  readonly path: string;
  readonly type: string;
  /** Default as JSON, empty where there is none. */
  readonly standard: string;
  readonly meaning: string;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Deeper fields are described by their parents; also ends recursive schemas. */
const MAX_DEPTH = 6;

/**
 * Every field of a JSON Schema, parents before children, in the schema's order. A field of several alternatives is listed
 * once.
 *
 * @example schemaFields({ properties: { speed: { type: 'number', default: 50 } } })
 * // [{ path: 'speed', type: 'number', standard: '50', meaning: '' }]
 */
export function schemaFields(root: object): SchemaField[] {
  const definitions = (root as Schema).$defs ?? {};
  const rows = new Map<string, SchemaField>();
  const resolved = (schema: Schema): Schema => {
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : { ...definitions[name], ...schema };
  };
  const visit = (given: Schema, path: string, depth: number): void => {
    const schema = resolved(given);
    if (path !== '' && !path.endsWith('[]') && !rows.has(path)) rows.set(path, row(path, schema));
    if (depth >= MAX_DEPTH) return;
    for (const [name, child] of Object.entries(schema.properties ?? {}))
      visit(child, path === '' ? name : `${path}.${name}`, depth + 1);
    if (typeof schema.additionalProperties === 'object')
      visit(schema.additionalProperties, path === '' ? '*' : `${path}.*`, depth + 1);
    if (schema.items !== undefined) visit(schema.items, `${path}[]`, depth);
    for (const branch of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) visit(branch, path, depth);
  };
  visit(root as Schema, '', 0);
  return [...rows.values()];
}

const row = (path: string, schema: Schema): SchemaField => ({
  path,
  type: typeOf(schema),
  standard: schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``,
  meaning: schema.description ?? '',
});

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`;
  if (schema.type !== undefined) return [schema.type].flat().join(' or ');
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map(typeOf);
  return [...new Set(branches)].join(' or ') || 'object';
}
