import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * What the package advises (one process for all, no web security) is meant for functions in a cloud: a page that ends
 * would take the browser with it. The sandbox needs rights that a test, or root in a container, has not.
 */
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'];

/** A headless browser that comes with the project's packages; whoever launches it closes it. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await chromium.executablePath(), args: ARGUMENTS, headless: true });
}
