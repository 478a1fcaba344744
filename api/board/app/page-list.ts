import { DispatchPage } from '../dispatch/dispatch-page.tsx';
import type { Page } from './pages.ts';

/** Every page, in the order of the menu. The first one is what the board opens with. */
export const PAGES: readonly Page[] = [{ path: '/', title: 'page.dispatch', key: 'd', component: DispatchPage }];
