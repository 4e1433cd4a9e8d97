import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { anAccount, bubble, chat, field, say, signUp } from './acts'
import { desktop, openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'

const [alice, bob] = [anAccount('Alice'), anAccount('Bob')]
const name = '山野徒步 Trailhead'
let server: Running
let browser: Browser
let visitors: Visitor[] = []
let hers: Page
let his: Page
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  visitors = [await visit(browser, server.url, desktop), await visit(browser, server.url, phone)]
  ;[hers, his] = visitors.map(one => one.page) as [Page, Page]
  await signUp(hers, alice)
  await signUp(his, bob)
}, 60_000)
afterEach(() => expect(visitors.flatMap(visitor => visitor.errors)).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const shown = (page: Page, button: string | RegExp) =>
  page.getByRole('button', { name: button, exact: true }).filter({ visible: true }).last()
const discover = (page: Page) => page.getByRole('tab', { name: 'Discover' }).click()

test('a community is made by the form, and has a room of its own', async () => {
  await discover(hers)
  await shown(hers, 'New community').click()
  await hers.getByRole('textbox', { name: 'Name of the community' }).fill(name)
  await hers.getByRole('textbox', { name: 'Description' }).fill('Slow miles.\nGood company.')
  await shown(hers, /^Category/).click()
  await hers.getByRole('radio', { name: 'Outdoors' }).click()
  await shown(hers, 'Create community').click()
  await hers.getByRole('heading', { name, level: 1 }).waitFor()
  await hers.getByText('Outdoors · 1 member').waitFor()
  await shown(hers, /^General/).click()
  await field(hers).waitFor()
})

test('someone else finds it by a word, joins it and its room, and the two talk', async () => {
  await discover(his)
  await his.getByRole('searchbox').filter({ visible: true }).fill('徒步')
  await shown(his, `Join ${name}`).click()
  await his.getByRole('heading', { name, level: 1 }).waitFor()
  await shown(his, 'Join General').click()
  await field(his).waitFor()
  await say(his, 'where do we walk?')
  await bubble(hers, 'where do we walk?').waitFor()
})

test('made an administrator by its owner, he may change it at once', async () => {
  await shown(his, 'Back').click()
  await shown(his, 'Joined: what you can do here').click()
  expect(await his.getByRole('button', { name: 'Edit community' }).count()).toBe(0)
  await shown(his, 'Cancel').click()
  await shown(hers, 'Members').click()
  await shown(hers, `More: ${bob.name}`).click()
  await shown(hers, 'Make admin').click()
  await hers.getByText('Admin', { exact: true }).waitFor()
  await shown(his, 'Joined: what you can do here').click()
  await shown(his, 'Edit community').click()
  await his.getByRole('textbox', { name: 'Name of the community' }).fill('Trailhead')
  await shown(his, 'Save').click()
  await his.getByRole('heading', { name: 'Trailhead', level: 1 }).waitFor()
})

test('put out of it, he is out of its rooms too', async () => {
  await shown(hers, `More: ${bob.name}`).click()
  await shown(hers, 'Remove from community').click()
  await shown(hers, 'Remove from community').click()
  await shown(his, 'Join').waitFor()
  await shown(his, 'Back').click()
  await his.getByRole('tab', { name: /^Chats/ }).click()
  await chat(his, 'Lobby').waitFor()
  expect(await chat(his, 'General').count()).toBe(0)
})
