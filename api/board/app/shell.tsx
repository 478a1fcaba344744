import {
  ActionIcon,
  AppShell,
  Badge,
  Group,
  Text,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKeyboard, IconMoon, IconSun } from '@tabler/icons-react';
import { Suspense, useEffect, useSyncExternalStore } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { useDispatchStore } from '../data/live-context.tsx';
import { Tour } from '../tour/tour.tsx';
import { Connection } from './connection.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { t } from './messages.ts';
import { PAGES } from './page-list.ts';
import { Settings, ZoneSelect } from './settings.tsx';
import { ShortcutList, useShortcuts } from './shortcuts.tsx';
import { useNow, useZone } from './times-context.tsx';

/** The frame around every page: where one is, whether it is live, the time, and in which zone. */
export function Shell() {
  const [path, go] = useLocation();
  const [help, { open, close }] = useDisclosure(false);
  useShortcuts(PAGES, go, open);
  // On a phone the menu is wider than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another link
  useEffect(() => {
    document.querySelector('.shell-link[aria-current]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [path]);
  const home = PAGES[0]!;
  const page = PAGES.find((each) => each !== home && isAt(path, each.path)) ?? home;
  useEffect(() => {
    // The first page says in its title how many calls are missed.
    if (page !== PAGES[0]) document.title = `${t(page.title)} – Turnout`;
  }, [page]);
  return (
    <AppShell header={{ height: 52 }} padding={0}>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <AppShell.Header className="shell-header">
        <Group h="100%" px="md" gap="md" wrap="nowrap" justify="space-between">
          <Group gap="md" wrap="nowrap" className="shell-left">
            <Text fw={750} className="brand" component="span">
              Turnout
            </Text>
            <nav aria-label={t('app.menu')} className="shell-nav">
              {PAGES.filter(({ key }) => key !== null).map((each) => (
                <Link
                  key={each.path}
                  href={each.path}
                  aria-current={each === page ? 'page' : undefined}
                  className="shell-link"
                >
                  {t(each.title)}
                </Link>
              ))}
            </nav>
            <DemoMark />
          </Group>
          <Group gap="sm" wrap="nowrap" className="shell-right">
            <Connection />
            <ServerClock />
            <ZoneSelect label={null} />
            <Settings />
            <SchemeSwitch />
            <Tooltip label={t('app.shortcuts')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                onClick={open}
                aria-label={t('app.shortcuts')}
                className="wide-only"
              >
                <IconKeyboard size={20} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Main id="main" tabIndex={-1}>
        {/* Another page is another try. */}
        <ErrorBoundary key={page.path}>
          <Suspense fallback={<p className="pad quiet">{t('app.loading')}</p>}>
            <Switch>
              {PAGES.map(({ path: of, component }) => (
                <Route key={of} path={of === '/' ? '/' : `${of}/*?`} component={component} />
              ))}
              <Route component={home.component} />
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </AppShell.Main>
      <Tour />
      <ShortcutList pages={PAGES} opened={help} onClose={close} />
    </AppShell>
  );
}

const isAt = (path: string, page: string): boolean => (page === '/' ? path === '/' : path.startsWith(page));

function DemoMark() {
  const store = useDispatchStore();
  const { demo } = useSyncExternalStore(store.watch, store.read);
  return demo ? (
    <Badge variant="light" color="grape" className="wide-only">
      {t('app.demo')}
    </Badge>
  ) : null;
}

function ServerClock() {
  const { times } = useZone();
  const now = useNow();
  return (
    <Text component="time" size="sm" className="tabular wide-only" dateTime={new Date(now).toISOString()}>
      {times.full(now)}
    </Text>
  );
}

function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return (
    <Tooltip label={t('app.scheme')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('app.scheme')}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {scheme === 'dark' ? <IconSun size={20} /> : <IconMoon size={20} />}
      </ActionIcon>
    </Tooltip>
  );
}
