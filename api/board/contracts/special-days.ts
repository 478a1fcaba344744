/** A row of the table `special_days` as the API gives it; row 0: not saved yet. */
export interface SpecialDayRow {
  readonly row: number;
  readonly cells: Readonly<Record<string, string>>;
}

export const newSpecialDay = (date: string, site: string): SpecialDayRow => ({
  row: 0,
  cells: { site, from: date, to: date, effect: 'service-affecting', regime: '', level: '', label: '' },
});

/** Whether a special day rules on a local date. Dates are inclusive; of an instant its own date counts. */
export const covers = ({ cells }: SpecialDayRow, date: string): boolean =>
  (cells.from ?? '').slice(0, 10) <= date && date <= (cells.to ?? '').slice(0, 10);

/** The days of a site with one of them changed, added or (null) taken away, as the question «what if» wants them. */
export function withChange(
  all: readonly SpecialDayRow[],
  changed: SpecialDayRow,
  cells: Readonly<Record<string, string>> | null,
): { readonly sites: string[]; readonly days: Record<string, string>[] } {
  const sites = [...new Set([changed.cells.site, cells?.site].filter((site): site is string => Boolean(site)))];
  const kept = all
    .filter(({ row, cells: its }) => sites.includes(its.site ?? '') && row !== changed.row)
    .map((each) => each.cells);
  const days = [...kept, ...(cells === null ? [] : [cells])].map((each) =>
    Object.fromEntries(Object.entries(each).filter(([, value]) => value !== '')),
  );
  return { sites, days };
}
