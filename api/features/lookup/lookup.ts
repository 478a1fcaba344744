import { type Instant, type LocalDate, localDateAt, type Reference } from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { Refusal } from '../../problem.ts';

/** Something that a caller may name on the phone. */
interface Named {
  readonly kind: 'device' | 'site' | 'customer';
  readonly code: string;
  readonly name: string;
  readonly detail: string;
  /** Code and name, for what begins with the text. */
  readonly head: readonly string[];
  /** All that is searched, lower case. */
  readonly text: string;
  /** Days on which a device is there, both inclusive; null: no end. */
  readonly there: { readonly from: LocalDate | null; readonly to: LocalDate | null; readonly zone: string } | null;
}

/** Made once for each state of the tables: some ten thousand texts, gone through in milliseconds. */
const indexes = new WeakMap<Reference, readonly Named[]>();

/** Devices, sites and customers that a text fits, those first whose code or name begins with it; devices not installed yet, or retired, last. */
export async function lookup(office: Office, text: string, limit: number): Promise<Reply> {
  const { tables, book } = await office.desk.upToDate(office.store.em(), office.clock());
  let index = indexes.get(tables.reference);
  if (index === undefined) {
    index = indexOf(tables.reference);
    indexes.set(tables.reference, index);
  }
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = index
    .filter((each) => words.every((word) => each.text.includes(word)))
    .map((each, place) => ({ each, place, absent: isThere(each, book.now) ? 0 : 1, rank: rankOf(each, words) }))
    // Who takes the first one unseen takes one that is there.
    .sort((a, b) => a.absent - b.absent || a.rank - b.rank || a.place - b.place)
    .slice(0, limit);
  const results = found.map(({ each: { kind, code, name, detail } }) => ({ kind, code, name, detail }));
  return { status: 200, headers: {}, body: { results } };
}

function indexOf(reference: Reference): Named[] {
  const sites = new Map(reference.sites.map((site) => [site.code, site]));
  const models = new Map(reference.models.map((model) => [model.code, model]));
  const customers = new Map(reference.customers.map((customer) => [customer.code, customer]));
  const named = (
    kind: Named['kind'],
    code: string,
    name: string,
    detail: string,
    more: string,
    there: Named['there'] = null,
  ): Named => ({
    ...{ kind, code, name, detail, there },
    head: [code.toLowerCase(), name.toLowerCase()],
    text: `${code} ${name} ${detail} ${more}`.toLowerCase(),
  });
  return [
    ...reference.sites.map(({ code, name, address, customer }) =>
      named('site', code, name, address ?? customers.get(customer)?.name ?? customer, customer),
    ),
    ...reference.customers.map(({ code, name }) => named('customer', code, name, '', '')),
    ...reference.devices.map(({ code, model, site, installedOn: from, retiredOn: to }) =>
      named('device', code, models.get(model)?.name ?? model, sites.get(site)?.name ?? site, model, {
        ...{ from, to, zone: sites.get(site)?.timeZone ?? 'UTC' },
      }),
    ),
  ];
}

function isThere({ there }: Named, now: Instant): boolean {
  if (there === null || (there.from === null && there.to === null)) return true;
  const today = localDateAt(now, there.zone);
  return (there.from === null || there.from <= today) && (there.to === null || today <= there.to);
}

/** 0: its code begins with the text; 1: its name does; 2: a word in it does; 3: it is somewhere. */
function rankOf({ head: [code = '', name = ''], text }: Named, words: readonly string[]): number {
  const whole = words.join(' ');
  if (code.startsWith(whole)) return 0;
  if (name.startsWith(whole)) return 1;
  return words.every((word) => text.startsWith(word) || text.includes(` ${word}`)) ? 2 : 3;
}

/** The sites of a customer, by name. */
export async function sitesOf(office: Office, customer: string, limit: number): Promise<Reply> {
  const { tables } = await office.desk.upToDate(office.store.em(), office.clock());
  const { reference } = tables;
  if (!reference.customers.some(({ code }) => code === customer)) {
    throw new Refusal('customer-not-found', `There is no customer ${customer}.`);
  }
  const devices = Map.groupBy(reference.devices, ({ site }) => site);
  const sites = reference.sites
    .filter((site) => site.customer === customer)
    .map(({ code, name, address }) => ({ code, name, address, devices: devices.get(code)?.length ?? 0 }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .slice(0, limit);
  return { status: 200, headers: {}, body: { sites } };
}
