import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { t } from '../app/messages.ts';
import { Refused } from '../data/api.ts';

/** Long enough to read it and to think better of it. */
const UNDO_FOR = 12_000;
const READ_FOR = 10_000;

/** The server's own words for what went wrong, and what to do. */
export function sayRefused(error: unknown): void {
  const text = error instanceof Refused ? [error.message, error.action].filter(Boolean).join(' ') : t('give.failed');
  notifications.show({ color: 'red', title: t('give.refused'), message: text, autoClose: READ_FOR });
}

/** That something is done, and how to take it back; `undo` null: nothing does. */
export function sayDone(title: string, undo: (() => void) | null): void {
  const id = notifications.show({
    title,
    message:
      undo === null ? null : (
        <Button
          size="compact-xs"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {t('give.undo')}
        </Button>
      ),
    autoClose: UNDO_FOR,
  });
}
