import { Alert, Button, Checkbox, FileButton, Group, Modal, Radio, Stack } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { t } from '../app/messages.ts';
import { ask, type FieldProblem, Refused } from '../data/api.ts';
import { useNameField } from '../parts/name-field.tsx';
import { useReturnedFocus } from '../parts/use-returned-focus.ts';
import { ProblemList } from './problem-list.tsx';
import { tableWords } from './table-words.ts';

interface Imported {
  readonly rows: Readonly<Record<string, number>>;
  readonly notes: readonly FieldProblem[];
}
type Mode = 'merge' | 'replace';

/** Files are dropped anywhere on the page, or chosen: a zip, or tables one by one. All of it is taken, or nothing. */
export function ImportData({ onImported }: { readonly onImported: () => void }) {
  /** Files dropped while others are asked about begin anew. */
  const [chosen, setChosen] = useState<{ readonly files: readonly File[]; readonly round: number } | null>(null);
  const [over, setOver] = useState(false);
  const take = useCallback((files: readonly File[]) => {
    if (files.length > 0) setChosen((before) => ({ files, round: (before?.round ?? 0) + 1 }));
  }, []);
  useEffect(() => {
    const has = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const drag = (event: DragEvent) => {
      if (!has(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!has(event)) return;
      event.preventDefault();
      setOver(false);
      take([...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener('dragover', drag);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', drag);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, [take]);
  return (
    <>
      <FileButton multiple accept=".zip,.csv,.json" onChange={take}>
        {(props) => (
          <Button {...props} leftSection={<IconUpload size={18} aria-hidden="true" />}>
            {t('data.import')}
          </Button>
        )}
      </FileButton>
      {over ? <div className="drop-here">{t('data.dropHere')}</div> : null}
      {chosen === null ? null : (
        <ImportDialog key={chosen.round} files={chosen.files} onClose={() => setChosen(null)} onImported={onImported} />
      )}
    </>
  );
}

function ImportDialog({
  files,
  onClose,
  onImported,
}: {
  readonly files: readonly File[];
  readonly onClose: () => void;
  readonly onImported: () => void;
}) {
  const [mode, setMode] = useState<Mode>('merge');
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Imported | null>(null);
  const [refused, setRefused] = useState<Refused | string | null>(null);
  const name = useNameField();
  useReturnedFocus();

  async function send(): Promise<void> {
    setBusy(true);
    setRefused(null);
    try {
      const imported = await importFiles(files, mode, name.keep());
      setDone(imported);
      onImported();
    } catch (error) {
      setRefused(error instanceof Refused ? error : t('data.unanswered'));
    }
    setBusy(false);
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('data.importing', { files: files.map(({ name }) => name).join(', ') })}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {done === null ? (
        <Stack>
          <Radio.Group
            label={t('data.mode')}
            value={mode}
            onChange={(value) => {
              setMode(value as Mode);
              setSure(false);
            }}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="merge" label={t('data.merge')} description={t('data.mergeWhat')} />
              <Radio value="replace" label={t('data.replace')} description={t('data.replaceWhat')} />
            </Stack>
          </Radio.Group>
          {mode === 'replace' ? (
            <Checkbox
              checked={sure}
              onChange={(event) => setSure(event.currentTarget.checked)}
              label={t('data.sure')}
            />
          ) : null}
          {name.field}
          {refused === null ? null : (
            <Alert color="red" role="alert" title={t('data.notImported')}>
              {typeof refused === 'string' ? (
                refused
              ) : (
                <>
                  {refused.message}
                  <ProblemList problems={refused.problems} />
                </>
              )}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('give.cancel')}
            </Button>
            <Button
              loading={busy}
              disabled={(mode === 'replace' && !sure) || name.who === ''}
              onClick={() => void send()}
            >
              {t('data.import')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack>
          <Alert color="green" title={t('data.imported')} role="status">
            {Object.entries(done.rows)
              .filter(([, count]) => count > 0)
              .map(([table, count]) => `${tableWords(table)} ${count}`)
              .join(', ')}
          </Alert>
          <ProblemList problems={done.notes} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('app.close')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

/** An import may take long: the whole dataset is checked and everything planned again. */
const PATIENCE = 300_000;

async function importFiles(files: readonly File[], mode: Mode, who: string): Promise<Imported> {
  const path = `datasets?mode=${mode}&who=${encodeURIComponent(who)}`;
  const [first] = files;
  if (files.length === 1 && first !== undefined && /\.zip$/i.test(first.name)) {
    return ask<Imported>('POST', path, first, { 'content-type': 'application/zip' }, PATIENCE);
  }
  const texts = await Promise.all(files.map(async (file) => [file.name, await file.text()] as const));
  return ask<Imported>('POST', path, { files: Object.fromEntries(texts) }, {}, PATIENCE);
}
