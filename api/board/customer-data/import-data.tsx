import { Alert, Button, Checkbox, FileButton, Group, Modal, Radio, Stack } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { t } from '../app/messages.ts';
import { ask, type FieldProblem, Refused } from '../data/api.ts';
import { useWhoAmI } from '../parts/who-am-i.ts';
import { ProblemList } from './problem-list.tsx';

interface Imported {
  readonly rows: Readonly<Record<string, number>>;
  readonly notes: readonly FieldProblem[];
}
type Mode = 'merge' | 'replace';

/** Files are dropped anywhere on the page, or chosen: a zip, or tables one by one. All of it is taken, or nothing. */
export function ImportData({ onImported }: { readonly onImported: () => void }) {
  const [files, setFiles] = useState<readonly File[] | null>(null);
  const [over, setOver] = useState(false);
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
      setFiles([...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener('dragover', drag);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', drag);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
  return (
    <>
      <FileButton multiple accept=".zip,.csv,.json" onChange={(chosen) => chosen.length > 0 && setFiles(chosen)}>
        {(props) => (
          <Button {...props} leftSection={<IconUpload size={18} aria-hidden="true" />}>
            {t('data.import')}
          </Button>
        )}
      </FileButton>
      {over ? <div className="drop-here">{t('data.dropHere')}</div> : null}
      {files === null ? null : <ImportDialog files={files} onClose={() => setFiles(null)} onImported={onImported} />}
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
  const who = useWhoAmI();

  async function send(): Promise<void> {
    setBusy(true);
    setRefused(null);
    try {
      const imported = await importFiles(files, mode, who);
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
            <Button loading={busy} disabled={mode === 'replace' && !sure} onClick={() => void send()}>
              {t('data.import')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack>
          <Alert color="green" title={t('data.imported')} role="status">
            {Object.entries(done.rows)
              .filter(([, count]) => count > 0)
              .map(([table, count]) => `${table.replaceAll('_', ' ')} ${count}`)
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
  const path = `datasets?mode=${mode}${who === '' ? '' : `&who=${encodeURIComponent(who)}`}`;
  const [first] = files;
  if (files.length === 1 && first !== undefined && /\.zip$/i.test(first.name)) {
    return ask<Imported>('POST', path, first, { 'content-type': 'application/zip' }, PATIENCE);
  }
  const texts = await Promise.all(files.map(async (file) => [file.name, await file.text()] as const));
  return ask<Imported>('POST', path, { files: Object.fromEntries(texts) }, {}, PATIENCE);
}
