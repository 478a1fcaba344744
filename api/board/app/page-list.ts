import { lazy } from 'react';
import { CallPage } from '../calls/call-page.tsx';
import { DispatchPage } from '../dispatch/dispatch-page.tsx';
import type { Page } from './pages.ts';

const LogCallPage = lazy(async () => ({ default: (await import('../log-call/log-call-page.tsx')).LogCallPage }));
const ContractsPage = lazy(async () => ({ default: (await import('../contracts/contracts-page.tsx')).ContractsPage }));
const CustomerDataPage = lazy(async () => ({
  default: (await import('../customer-data/customer-data-page.tsx')).CustomerDataPage,
}));
const MyDayPage = lazy(async () => ({ default: (await import('../my-day/my-day-page.tsx')).MyDayPage }));

/** Every page, in the order of the menu. The first one is what the board opens with; others are loaded when they are needed. */
export const PAGES: readonly Page[] = [
  { path: '/', title: 'page.dispatch', key: 'd', component: DispatchPage },
  { path: '/log', title: 'page.log', key: 'l', component: LogCallPage },
  { path: '/contracts', title: 'page.contracts', key: 'c', component: ContractsPage },
  { path: '/calls', title: 'page.call', key: null, component: CallPage },
  { path: '/data', title: 'page.data', key: 't', component: CustomerDataPage },
  { path: '/day', title: 'page.day', key: 'm', component: MyDayPage },
];
