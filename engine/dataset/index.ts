export type { ParsedDataset, ReadDataset, RefusedDataset } from './assemble.ts';
export { type RotaKey, withCodedRow, withRotaRows } from './check-part.ts';
export { decodeText } from './decode-text.ts';
export { type ChangedRow, withReferenceRow } from './edit-row.ts';
export {
  type Cells,
  describeTables,
  type RowChange,
  type RowChanged,
  type TableDescription,
  tableRows,
  withRowChange,
} from './edit-table.ts';
export { formatDataset } from './format-dataset.ts';
export { isEmailAddress } from './kinds/address.ts';
export { parseMoney } from './kinds/money.ts';
export { asOneLine, isOneLine, ONE_LINE_MESSAGE } from './kinds/one-line.ts';
export { isPathStep } from './kinds/text.ts';
export { mergeDatasets } from './merge-datasets.ts';
export { parseDataset } from './parse-dataset.ts';
export {
  contractTermsSchema,
  type PaymentCodes,
  parsePaymentTerms,
  paymentCodesOf,
  paymentTermsJsonSchema,
  paymentTermsOf,
} from './payment-terms.ts';
export type { PaymentTermsSource } from './payment-terms-schema.ts';
export { completePolicy, defaultPolicy, policyJsonSchema, readPolicy } from './policy.ts';
export { ORDER_PRESETS } from './policy-schema.ts';
export { readPaymentTerms } from './read-payment-terms.ts';
export { TABLE_NAMES, type TableName } from './table.ts';
export { unzipDataset, ZIP_LIMITS, type ZipLimits, zipDataset } from './zip.ts';
