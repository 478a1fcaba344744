import { failed, ok, paymentTermsJsonSchema, policyJsonSchema } from '#engine';
import type { Command } from '../command.ts';
import { printJson } from '../output.ts';

const SCHEMAS: Readonly<Record<string, () => object>> = {
  'payment-terms': paymentTermsJsonSchema,
  policy: policyJsonSchema,
};

export const schemaCommand: Command = {
  usage: 'schema payment-terms|policy',
  summary: 'Prints the JSON Schema of payment_terms.json or policy.json.',
  shape: { positionals: ['NAME'], flags: {} },
  async run(given) {
    const name = given.positionals[0]!;
    const schema = Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : undefined;
    if (schema === undefined) {
      const action = `Use one of ${Object.keys(SCHEMAS).join(', ')}.`;
      return failed([
        { code: 'bad-flag', field: 'NAME', value: name, message: 'There is no schema of this name.', action },
      ]);
    }
    printJson(schema());
    return ok(0);
  },
};
