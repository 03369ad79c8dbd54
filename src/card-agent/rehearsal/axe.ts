import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The rules that axe finds broken on a page. Evaluated: a page of ours lets no script be added to it. */
export async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string }[] }> };
    };
    return (await run.run()).violations.map(({ id }) => id);
  });
}
