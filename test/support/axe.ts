import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds against WCAG 2.2 AA on a page as it stands: the rule and the element of each; empty: nothing. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(SOURCE);
  return page.evaluate(async (tags) => {
    type Axe = {
      run(
        on: Document,
        options: object,
      ): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary: string }[] }[] }>;
    };
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(document, { runOnly: tags });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
    );
  }, RULES);
}
