import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { t } from '../app/messages.ts';
import { ask, type FieldProblem, post, Refused } from '../data/api.ts';
import { grouped } from '../parts/money.ts';
import { useNameField } from '../parts/name-field.tsx';
import { periodsOf } from './period.ts';
import { type SpecialDayRow, withChange } from './special-days.ts';
import type { Contract } from './types.ts';

/** Periods asked about at most: a day is asked about where it lies, not where the reader happens to look. */
const PERIODS = 3;

interface Supposed {
  readonly period: string;
  readonly difference: { readonly total_before: string; readonly total_after: string; readonly change: string };
}

/** Adds, changes or removes a special day; «what would it change» asks for the statements of its own periods with and without. */
export function SpecialDayForm({
  row,
  contract,
  period,
  sites,
  all,
  onClose,
  onSaved,
}: {
  readonly row: SpecialDayRow | null;
  readonly contract: Contract;
  readonly period: string;
  readonly sites: ReadonlyMap<string, string>;
  readonly all: readonly SpecialDayRow[];
  readonly onClose: () => void;
  readonly onSaved: () => void;
}) {
  const name = useNameField();
  const [cells, setCells] = useState<Readonly<Record<string, string>>>(row?.cells ?? {});
  const [supposed, setSupposed] = useState<readonly Supposed[] | null>(null);
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [busy, setBusy] = useState(false);
  const [removing, setRemoving] = useState(false);
  /** What was last asked of «what if»: an answer about other cells is not shown. */
  const asked = useRef<object | null>(null);
  const set = (field: string) => (value: string) => {
    setCells((before) => ({ ...before, [field]: value }));
    asked.current = null;
    setSupposed(null);
  };
  const refused = (error: unknown) =>
    setProblems(
      error instanceof Refused
        ? error.problems.length > 0
          ? error.problems
          : [{ code: error.code, message: error.message }]
        : [{ code: 'unanswered', message: t('give.failed') }],
    );

  async function save(change: 'save' | 'remove'): Promise<void> {
    if (row === null) return;
    const by = name.keep();
    const filled = Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== ''));
    const body =
      change === 'remove'
        ? { change, row: row.row, was: row.cells, who: by }
        : row.row === 0
          ? { change: 'add', cells: filled, who: by }
          : { change: 'replace', row: row.row, was: row.cells, cells: filled, who: by };
    setBusy(true);
    try {
      await post('tables/special_days', body);
      onSaved();
    } catch (error) {
      refused(error);
    }
    setBusy(false);
  }

  async function suppose(): Promise<void> {
    if (row === null) return;
    try {
      const path = `contracts/${encodeURIComponent(contract.code)}/statements`;
      asked.current = cells;
      const dates = [row.row === 0 ? {} : row.cells, cells].flatMap(({ from = '', to = '' }) => [from, to]);
      const answers: Supposed[] = [];
      for (const each of periodsOf(dates, period, PERIODS)) {
        const body = { special_days: withChange(all, row, cells) };
        answers.push({ ...(await ask<Supposed>('POST', `${path}/${each}/what-if`, body)), period: each });
      }
      if (asked.current !== cells) return;
      setSupposed(answers);
      setProblems([]);
    } catch (error) {
      refused(error);
    }
  }

  const text = (field: string, required = false) => (
    <TextInput
      label={t(`special.${field}` as 'special.from')}
      value={cells[field] ?? ''}
      required={required}
      onChange={(event) => set(field)(event.currentTarget.value)}
      error={problems.find((each) => (each.column ?? each.field) === field)?.message}
    />
  );
  return (
    <Modal
      opened={row !== null}
      onClose={onClose}
      title={t(row?.row === 0 ? 'special.add' : 'special.change')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save('save');
        }}
      >
        <Stack gap="sm">
          <NativeSelect
            label={t('special.site')}
            value={cells.site ?? ''}
            onChange={(event) => set('site')(event.currentTarget.value)}
            data={[...sites].map(([value, label]) => ({ value, label }))}
          />
          <Group grow>
            {text('from', true)}
            {text('to', true)}
          </Group>
          <NativeSelect
            label={t('special.effect')}
            value={cells.effect ?? ''}
            onChange={(event) => set('effect')(event.currentTarget.value)}
            data={(['service-affecting', 'non-service-affecting'] as const).map((value) => ({
              value,
              label: t(`special.effect.${value}`),
            }))}
          />
          <Group grow>
            {text('regime')}
            {text('level')}
          </Group>
          {text('label')}
          {name.field}
          {problems.length === 0 ? null : (
            <ul role="alert" className="bars">
              {problems.map((each) => (
                <li key={`${each.code} ${each.field} ${each.column}`}>
                  ■ {each.message ?? each.detail} {each.action}
                </li>
              ))}
            </ul>
          )}
          {supposed?.map((each) => (
            <p key={each.period} role="status" className="supposed">
              {t('special.supposed', {
                period: each.period,
                before: grouped(each.difference.total_before),
                after: grouped(each.difference.total_after),
                change: grouped(each.difference.change),
                currency: contract.currency,
              })}
            </p>
          ))}
          <Group justify="space-between">
            <Button type="button" variant="light" onClick={() => void suppose()}>
              {t('special.suppose')}
            </Button>
            <Group>
              {row?.row === 0 ? null : removing ? (
                <Button
                  type="button"
                  color="red"
                  loading={busy}
                  disabled={name.who === ''}
                  onClick={() => void save('remove')}
                >
                  {t('special.removeSure')}
                </Button>
              ) : (
                <Button type="button" variant="default" onClick={() => setRemoving(true)}>
                  {t('special.remove')}
                </Button>
              )}
              <Button type="submit" loading={busy}>
                {t('special.save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
