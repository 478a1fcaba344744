import { Button, Group, Kbd, Modal, Table } from '@mantine/core';
import { useEffect } from 'react';
import { startTour } from '../tour/tour.tsx';
import { t } from './messages.ts';
import type { Page } from './pages.ts';

/** After `g` the next key names a page, for so long. */
const SEQUENCE = 1_500;

/** Whether a dialog is open, to which all keys go. */
export const inDialog = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

/** Whether a key goes to a field, and is no shortcut. */
export const isTyping = (event: KeyboardEvent): boolean => {
  const { target } = event;
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)))
  );
};

/** `?` for the list, `g` and a letter for a page. */
export function useShortcuts(pages: readonly Page[], go: (path: string) => void, onHelp: () => void): void {
  useEffect(() => {
    let since = 0;
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || inDialog()) return;
      if (event.key === '?') onHelp();
      else if (event.key === 'g') since = Date.now();
      else if (Date.now() - since < SEQUENCE) {
        const page = pages.find(({ key }) => key === event.key);
        since = 0;
        if (page === undefined) return;
        event.preventDefault();
        go(page.path);
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [pages, go, onHelp]);
}

export function ShortcutList({
  pages,
  opened,
  onClose,
}: {
  readonly pages: readonly Page[];
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const rows: [readonly string[], string][] = [
    [['?'], t('keys.help')],
    ...pages.flatMap(({ key, title }): [readonly string[], string][] =>
      key === null ? [] : [[['g', key], t('keys.go', { page: t(title) })]],
    ),
    [['↑', '↓'], t('keys.up')],
    [['Home'], t('keys.first')],
    [['Enter'], t('keys.open')],
    [['/'], t('keys.search')],
    [['Esc'], t('keys.escape')],
  ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <Table>
        <Table.Tbody>
          {rows.map(([keys, text]) => (
            <Table.Tr key={text}>
              <Table.Td>
                <Group gap={4}>
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>{text}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Button
        mt="md"
        variant="default"
        onClick={() => {
          onClose();
          startTour();
        }}
      >
        {t('tour.again')}
      </Button>
    </Modal>
  );
}
