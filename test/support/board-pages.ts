import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { builtBoard } from '../../api/board/build.ts';
import { importTown, NOW } from '../api/town.ts';
import { launchBrowser } from './browser.ts';
import { type TestProcess, useTestProcesses } from './test-app.ts';

const PATIENCE = 20_000;

/** For the top of a test file: servers on one database with the small town, and pages of a real browser on them. */
export interface BoardPages {
  readonly process: (index?: number) => TestProcess;
  /** Opens a page of the board (`#/log`); what fails in it fails the test. */
  open(path?: string, options?: OpenOptions): Promise<Page>;
}

export interface OpenOptions {
  readonly server?: number;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
}

export async function useBoardPages(servers = 1): Promise<BoardPages> {
  const process = useTestProcesses(servers, { now: NOW, board: await builtBoard() });
  const urls: string[] = [];
  const pages: Page[] = [];
  const faults: string[] = [];
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
    for (let k = 0; k < servers; k += 1) {
      await process(k).app.listen({ port: 0, host: '127.0.0.1' });
      urls.push(`http://127.0.0.1:${(process(k).app.server.address() as AddressInfo).port}/`);
    }
    await importTown(process());
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.close()));
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(() => browser?.close());
  return {
    process,
    async open(path = '', { server = 0, viewport = { width: 1280, height: 900 }, colorScheme = 'light' } = {}) {
      const page = await browser.newPage({ viewport, colorScheme, timezoneId: 'UTC', reducedMotion: 'reduce' });
      page.setDefaultTimeout(PATIENCE);
      page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
      pages.push(page);
      await page.goto(`${urls[server]}${path}`);
      return page;
    },
  };
}
