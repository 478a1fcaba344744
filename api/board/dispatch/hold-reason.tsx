import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { t } from '../app/messages.ts';
import { useLoaded } from '../data/use-loaded.ts';

interface Contracts {
  readonly contracts: readonly { readonly code: string; readonly clock_stopping_holds: readonly string[] }[];
}

/** The reason of a hold: those that stop the contract's clocks are a press away, any other lets them run. */
export function HoldReason({ contract }: { readonly contract: string }) {
  const [reason, setReason] = useState('');
  const { value } = useLoaded<Contracts>('contracts');
  const stopping = value?.contracts.find(({ code }) => code === contract)?.clock_stopping_holds ?? [];
  return (
    <>
      <TextInput
        name="said"
        label={t('action.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        pattern=".*\S.*"
        maxLength={200}
        required
        data-autofocus
      />
      {stopping.length === 0 ? null : (
        <Group gap="xs" role="group" aria-label={t('action.reason.stop')}>
          <small className="quiet">{t('action.reason.stop')}</small>
          {stopping.map((each) => (
            <Button key={each} size="compact-sm" variant="light" onClick={() => setReason(each)}>
              {each}
            </Button>
          ))}
        </Group>
      )}
    </>
  );
}
