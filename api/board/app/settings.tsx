import { Button, NativeSelect, Popover, Stack, TextInput } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useDispatchStore } from '../data/live-context.tsx';
import { loginOf, logOut } from '../data/login.ts';
import { useWhoAmI, whoAmI } from '../parts/who-am-i.ts';
import { isZone, ownZone } from '../time/times.ts';
import { t } from './messages.ts';
import { useZone } from './times-context.tsx';

/** Whose changes these are, and in which zone times are read: whoever takes over a shift sees it, and changes it. */
export function Settings() {
  const who = useWhoAmI();
  const login = loginOf();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus position="bottom-end" withArrow>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          className="settings"
          leftSection={<IconUser size={18} aria-hidden="true" />}
          aria-label={who === '' ? t('settings.title') : t('settings.of', { who })}
          onClick={() => setOpened(!opened)}
        >
          <span className="wide-only">{who}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('settings.title')}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setOpened(false);
          }}
        >
          <Stack gap="sm">
            {login === null ? <NameInput who={who} /> : <LoggedIn name={login.name} />}
            <ZoneSelect label={t('app.zone')} />
            <Button type="submit" size="xs">
              {t('settings.done')}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function LoggedIn({ name }: { readonly name: string }) {
  return (
    <div>
      <p>{t('settings.loggedIn', { name })}</p>
      <Button variant="default" size="xs" onClick={() => void logOut()}>
        {t('settings.logOut')}
      </Button>
    </div>
  );
}

/** The name is kept once its field is left, so that no change is made under half of one. */
function NameInput({ who }: { readonly who: string }) {
  const [written, setWritten] = useState(who);
  useEffect(() => setWritten(who), [who]);
  return (
    <TextInput
      label={t('who.label')}
      description={t('settings.name')}
      value={written}
      maxLength={200}
      onChange={(event) => setWritten(event.currentTarget.value)}
      onBlur={() => whoAmI.set(written.trim())}
      data-autofocus
    />
  );
}

/** The zones of the territories, of this machine, and UTC. */
export function ZoneSelect({ label }: { readonly label: string | null }) {
  const { times, choose } = useZone();
  const store = useDispatchStore();
  const { territories } = useSyncExternalStore(store.watch, store.read);
  const zones = useMemo(() => {
    const all = [...territories.map(({ time_zone }) => time_zone), ownZone(), 'UTC', times.zone];
    return [...new Set(all)].filter(isZone);
  }, [territories, times.zone]);
  return (
    <NativeSelect
      size="xs"
      {...(label === null ? { className: 'wide-only', 'aria-label': t('app.zone') } : { label })}
      value={times.zone}
      onChange={(event) => choose(event.currentTarget.value)}
      data={zones}
    />
  );
}
