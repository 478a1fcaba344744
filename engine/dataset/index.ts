export type { ParsedDataset } from './assemble.ts';
export { formatDataset } from './format-dataset.ts';
export { formatMoney, minorDigits, parseMoney } from './kinds/money.ts';
export { mergeDatasets } from './merge-datasets.ts';
export { parseDataset } from './parse-dataset.ts';
export { type PaymentTerms, paymentTermsJsonSchema } from './payment-terms.ts';
export { defaultPolicy, policyJsonSchema, readPolicy } from './policy.ts';
export { ORDER_PRESETS } from './policy-schema.ts';
export { TABLE_NAMES, type TableName } from './table.ts';
