import { formatMoney, instant, minor, periodAt, pricedContracts, pricedFrom, pricerOf } from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { Refusal } from '../../problem.ts';
import { findCall } from '../../store/index.ts';
import { datasetFor } from './make-statement.ts';

/** What missing a call's targets would lose now, by its contract's payment terms; nulls where these give it no price. */
export async function callPrice(office: Office, number: string): Promise<Reply> {
  const em = office.store.em();
  const call = await findCall(em, number, { lock: false });
  if (call === null) throw new Refusal('call-not-found', `There is no call ${number.slice(0, 100)}.`);
  const { book, tables } = await office.desk.upToDate(em, office.clock());
  const { now } = book;
  const priced = pricedContracts(tables.reference).find(({ contract }) => contract.code === call.contract);
  const reply = (body: object): Reply => ({
    status: 200,
    headers: {},
    body: { call: number, contract: call.contract, ...body },
  });
  const none = { period: null, currency: null, respond_missed: null, fix_missed: null, each_hour: null };
  if (priced === undefined || book.ordered(number) === null) return reply(none);
  const period = periodAt(priced.contract, now);
  const subject = { ...priced, period, from: instant(pricedFrom(priced, now)) };
  const pricer = pricerOf(await datasetFor(office.figures, em, tables.reference, subject), priced, now);
  const { currency } = priced.contract;
  const money = (amount: number): string => formatMoney(minor(Math.round(amount)), currency);
  const { respondMissed, fixMissed, eachHour } = pricer.priceOf(number);
  return reply({
    ...{ period: period.code, currency, respond_missed: money(respondMissed), fix_missed: money(fixMissed) },
    each_hour: money(eachHour),
  });
}
