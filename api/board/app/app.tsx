import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { LiveProvider } from '../data/live-context.tsx';
import { Shell } from './shell.tsx';
import { theme } from './theme.ts';
import { TimesProvider } from './times-context.tsx';

/** Addresses live behind the `#`, so that a proxy may put the board anywhere and every address can be sent on. */
export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="top-right" />
      <LiveProvider>
        <TimesProvider>
          <Router hook={useHashLocation}>
            <Shell />
          </Router>
        </TimesProvider>
      </LiveProvider>
    </MantineProvider>
  );
}
