import { formatMoney } from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';

/** All contracts by code, with how much there is to look after. */
export async function contracts(office: Office): Promise<Reply> {
  const { book, tables } = await office.desk.upToDate(office.store.em(), office.clock());
  const { reference } = tables;
  const devices = countBy(reference.devices.map(({ contract }) => contract));
  const open = countBy(book.all().map(({ contract }) => contract));
  const customers = new Map(reference.customers.map(({ code, name }) => [code, name]));
  const rows = reference.contracts
    .map((contract) => ({
      code: contract.code,
      name: contract.name,
      customer: contract.customer,
      customer_name: customers.get(contract.customer) ?? contract.customer,
      currency: contract.currency,
      time_zone: contract.timeZone,
      starts_on: contract.startsOn,
      ends_on: contract.endsOn,
      payment_period: contract.paymentPeriod,
      base_fee: formatMoney(contract.baseFee, contract.currency),
      reopen: contract.reopen,
      clock_stopping_holds: [...contract.clockStoppingHolds],
      devices: devices.get(contract.code) ?? 0,
      open_calls: open.get(contract.code) ?? 0,
      has_payment_terms: reference.paymentTerms?.[contract.code] !== undefined,
    }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  return { status: 200, headers: {}, body: { contracts: rows } };
}

function countBy(codes: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
