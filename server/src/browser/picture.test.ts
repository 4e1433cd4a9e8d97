/** A picture of oneself: chosen on the page, seen by others, taken away. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { anAccount, log, openRoom, say, bubble, signUp, until } from './acts'
import { desktop, openBrowser, phone, visit } from './people'
import { type Running, startServer } from './running'

let server: Running
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** A photograph of several megabytes, as telephones take them: noise is the hardest to pack. */
const photograph = async () => {
  const raw = { width: 1000, height: 750, channels: 3 as const }
  const noise = sharp(randomBytes(1000 * 750 * 3), { raw }).resize(2400, 1800)
  return noise.tint('#c84').jpeg({ quality: 95 }).toBuffer()
}

const choose = async (page: Page, name: string, mimeType: string, buffer: Buffer) => {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a picture' }).click()
  await (await chooser).setFiles({ name, mimeType, buffer })
}

/** Pictures that are there to be seen. */
const shown = (page: Page) =>
  page
    .locator('.av-picture')
    .evaluateAll(all => all.filter(one => (one as HTMLImageElement).naturalWidth === 256).length)

test('who chooses a picture is seen with it at once, by others too, until they take it away', async () => {
  const { page: other, errors: others } = await visit(browser, server.url, phone)
  await signUp(other, anAccount('Other'))
  const { page, errors } = await visit(browser, server.url, desktop)
  await signUp(page, anAccount('Shown Face'))
  await openRoom(page, 'Lobby')
  await say(page, 'look at me')
  await openRoom(other, 'Lobby')
  await bubble(other, 'look at me').waitFor()
  expect(await shown(other)).toBe(0)

  await page.getByRole('tab', { name: 'Me' }).click()
  await page.getByRole('button', { name: 'Edit profile' }).click()
  await choose(page, 'notes.png', 'image/png', Buffer.from('no picture at all'))
  await page.getByText("That picture can't be used. Choose a JPEG or PNG.").waitFor()
  await choose(page, 'photo.jpg', 'image/jpeg', await photograph())
  await page.getByRole('button', { name: 'Remove picture' }).waitFor()
  await until(
    'my picture on my own page',
    () => shown(page),
    count => count > 0,
  )
  await until(
    'their picture beside what they said',
    () => shown(other),
    count => count > 0,
  )

  await page.getByRole('button', { name: 'Remove picture' }).click()
  await page.getByRole('button', { name: 'Remove picture' }).waitFor({ state: 'detached' })
  await until(
    'letters again',
    () => shown(other),
    count => count === 0,
  )
  expect(await log(other).getByText('SF', { exact: true }).count()).toBeGreaterThan(0)
  expect([errors, others]).toEqual([[], []])
}, 60_000)
