/// <reference lib="dom" />
/** Looks over the page with axe-core, by the rules of WCAG 2.2 A and AA. */
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface Finding {
  id: string
  impact: string | null
  help: string
  nodes: { html: string; failureSummary?: string }[]
}

/** Everything serious or critical that is wrong with what is shown now, in words. */
export async function axe(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    // A script element would be refused by the content security policy.
    const { readFile } = await import('node:fs/promises')
    await page.evaluate(await readFile(source, 'utf8'))
  }
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run: (what: object) => Promise<{ violations: Finding[] }> } }).axe.run({
      // A row is read in the order of what matters, which is not the order in which it is drawn.
      rules: { 'label-content-name-mismatch': { enabled: false } },
      runOnly: {
        type: 'tag',
        values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      },
    }),
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id} (${help}): ${html.slice(0, 200)}`))
}
