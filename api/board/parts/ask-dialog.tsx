import { Button, Group, Modal, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { t } from '../app/messages.ts';
import { useNameField } from './name-field.tsx';

/** What a change asks for before it is made. */
export interface Ask {
  readonly title: string;
  /** The word on the button that does it. */
  readonly submit: string;
  readonly danger?: boolean;
  /** Fields of the form, made anew each time that it opens. */
  readonly fields?: ReactNode;
  /** Ends well or badly, and says so itself; true: the dialog closes. */
  readonly send: (who: string, form: FormData) => Promise<boolean>;
}

/** A dialog for what a change needs: the user's name where it is not known, and the fields given. null: closed. */
export function AskDialog({ ask, onClose }: { readonly ask: Ask | null; readonly onClose: () => void }) {
  return (
    <Modal
      opened={ask !== null}
      onClose={onClose}
      title={ask?.title ?? ''}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {ask === null ? null : <AskForm key={`${ask.title} ${ask.submit}`} ask={ask} onClose={onClose} />}
    </Modal>
  );
}

function AskForm({ ask, onClose }: { readonly ask: Ask; readonly onClose: () => void }) {
  const { field, keep } = useNameField();
  const [busy, setBusy] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        setBusy(true);
        void ask.send(keep(), form).then((done) => {
          setBusy(false);
          if (done) onClose();
        });
      }}
    >
      <Stack>
        {field}
        {ask.fields}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('give.cancel')}
          </Button>
          <Button type="submit" loading={busy} color={ask.danger === true ? 'red' : 'blue'}>
            {ask.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
