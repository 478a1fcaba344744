import { differenceInDataset, failed, formatInstant, formatMoney, minor, ok } from '#engine';
import { allocationView, costView } from '../../platform/views.ts';
import type { Command } from '../command.ts';
import { loadDataset } from '../load-dataset.ts';
import { printJson } from '../output.ts';
import { readPlanFile } from '../plan-file.ts';

export const differenceCommand: Command = {
  usage: 'difference DATASET PLAN PLAN',
  summary: 'Says what has changed from one printed plan of a dataset to a later one, call by call, and why.',
  shape: { positionals: ['DATASET', 'BEFORE', 'AFTER'], flags: {} },
  async run(given) {
    const [path, beforePath, afterPath] = given.positionals as [string, string, string];
    const loaded = await loadDataset(path);
    if (!loaded.ok) return loaded;
    const [before, after] = [await readPlanFile(beforePath), await readPlanFile(afterPath)];
    if (!before.ok) return before;
    if (!after.ok) return after;
    if (after.value.now < before.value.now) {
      const value = formatInstant(after.value.now);
      const message = `This plan is of an earlier moment than the first, ${formatInstant(before.value.now)}.`;
      return failed([
        { code: 'plans-reversed', field: 'AFTER', value, message, action: 'Name the earlier plan first.' },
      ]);
    }
    const found = differenceInDataset(loaded.value, before.value, after.value);
    if (!found.ok) return found;
    const { currency } = loaded.value.policy;
    const { changes, groups, cost, changeCost } = found.value;
    const money = (parts: Readonly<Record<string, number>>) =>
      costView(Object.fromEntries(Object.entries(parts).map(([part, amount]) => [part, minor(amount)])), currency);
    printJson({
      ...{ from: formatInstant(before.value.now), to: formatInstant(after.value.now), currency },
      cost: money(cost),
      change_cost: formatMoney(minor(changeCost), currency),
      changes: changes.map(({ kind, call, text, why, ...places }) => ({
        ...{ kind, call, text, why },
        before: places.before === null ? null : allocationView(places.before),
        after: places.after === null ? null : allocationView(places.after),
      })),
      groups: groups.map(({ changeCost: change, ...group }) => ({
        ...group,
        cost: money(group.cost),
        change_cost: formatMoney(minor(change), currency),
      })),
    });
    return ok(0);
  },
};
