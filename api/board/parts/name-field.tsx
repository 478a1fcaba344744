import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { t } from '../app/messages.ts';
import { useWhoAmI, whoAmI } from './who-am-i.ts';

/** Asks for the user's name where it is not known yet: every change stands in a journal under one. */
export function useNameField(): {
  /** null: the name is known. */
  readonly field: ReactNode;
  /** '' : not said yet. */
  readonly who: string;
  /** Keeps the name that was written, and gives it. */
  readonly keep: () => string;
} {
  const known = useWhoAmI();
  const [written, setWritten] = useState('');
  const who = known === '' ? written.trim() : known;
  return {
    who,
    keep: () => {
      if (known === '') whoAmI.set(who);
      return who;
    },
    field:
      known === '' ? (
        <TextInput
          label={t('who.label')}
          description={t('who.why')}
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value)}
          required
          pattern=".*\S.*"
          maxLength={200}
          data-autofocus
        />
      ) : null,
  };
}
