/** What every screen is held to, in both shades. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { until } from './acts'
import { audit } from './audit'

const folder = process.env.SCREENS
if (folder) mkdirSync(folder, { recursive: true })

/** Answers with what is wrong on the page in either shade; `SCREENS` names a folder for pictures of it. */
export async function look(page: Page, name: string, device: string, finger: boolean): Promise<string[]> {
  const found: string[] = []
  for (const shade of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: shade, reducedMotion: 'reduce' })
    const settled = (dark: boolean) =>
      document.documentElement.className.includes('dark') === dark && document.getAnimations().length === 0
    await until('the shade', () => page.evaluate(settled, shade === 'dark'), Boolean)
    if (folder) await page.screenshot({ path: join(folder, `${name}-${device}-${shade}.png`) })
    found.push(...(await audit(page, { finger })).map(problem => `${name}, ${device}, ${shade}: ${problem}`))
  }
  return found
}
