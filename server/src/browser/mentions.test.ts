/** Calling one another, being led to what calls, and seeing who has read. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { anAccount, bubble, chat, field, log, openRoom, say, signUp, toChats, until } from './acts'
import { desktop, openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'
import { isOnTop } from './sight'

const alice = anAccount('Alice')
const bob = anAccount('Bob Lee')
let server: Running
let browser: Browser
let visitors: Visitor[] = []
/** Alice holds a phone, Bob sits at a desk. */
let hers: Page
let his: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  visitors = [await visit(browser, server.url, phone), await visit(browser, server.url, desktop)]
  hers = visitors[0]!.page
  his = visitors[1]!.page
  await Promise.all([signUp(hers, alice), signUp(his, bob)])
  await Promise.all([openRoom(hers, 'Lobby'), openRoom(his, 'Lobby')])
}, 90_000)

afterEach(() => expect(visitors.flatMap(visitor => visitor.errors)).toEqual([]))

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const suggestions = (page: Page) => page.getByRole('listbox', { name: 'People to mention' })
const typed = (page: Page) => field(page).inputValue()

test('an at sign suggests people, and the keyboard chooses one', async () => {
  await say(hers, 'Hello from Alice')
  await bubble(his, 'Hello from Alice').waitFor()
  await field(his).pressSequentially('Good morning @al')
  await suggestions(his).getByRole('option', { name: 'Alice' }).waitFor()
  await field(his).press('Escape')
  await suggestions(his).waitFor({ state: 'detached' })
  await field(his).fill('')
  await field(his).pressSequentially('Good morning @a')
  await suggestions(his).getByRole('option', { name: 'Alice' }).waitFor()
  await field(his).press('Enter')
  expect(await typed(his)).toBe('Good morning @Alice ')
  await suggestions(his).waitFor({ state: 'detached' })
})

test('who is called sees it in a ring, and the name leads to the person', async () => {
  await toChats(hers)
  await field(his).pressSequentially('how are you?')
  await field(his).press('Home')
  await field(his).pressSequentially('Oh, ')
  await field(his).press('Enter')
  await bubble(his, 'Oh, Good morning @Alice how are you?').waitFor()
  await until(
    'the mark in the list',
    () => chat(hers, 'Lobby').getAttribute('aria-label'),
    label => label?.includes('[@You]') ?? false,
  )
  await openRoom(hers, 'Lobby')
  const called = bubble(hers, 'Oh, Good morning @Alice')
  await called.waitFor()
  expect(await called.getAttribute('class')).toContain('bub-ring')
  await bubble(his, 'Oh, Good morning').getByRole('button', { name: '@Alice' }).click()
  await his.getByRole('heading', { name: 'Alice' }).first().waitFor()
  await his.getByRole('button', { name: 'Back', exact: true }).first().click()
})

test('the mark goes with reading, and a pill leads to calls that are out of sight', async () => {
  await toChats(hers)
  await until(
    'no mark in the list',
    () => chat(hers, 'Lobby').getAttribute('aria-label'),
    label => !label?.includes('[@You]'),
  )
  await field(his).pressSequentially('@al')
  await suggestions(his).getByRole('option', { name: 'Alice' }).waitFor()
  await field(his).press('Tab')
  await field(his).pressSequentially('do not miss this')
  await field(his).press('Enter')
  for (let n = 1; n <= 24; n++) await say(his, `and much else, ${n}`)
  await bubble(his, 'and much else, 24').waitFor()
  await openRoom(hers, 'Lobby')
  await bubble(hers, 'and much else, 24').waitFor()
  await log(hers).evaluate(box => box.scrollTo(0, box.scrollHeight))
  const pill = hers.getByRole('button', { name: 'Go to the message that mentions you' })
  await pill.click()
  await until('the call in sight', () => isOnTop(bubble(hers, 'do not miss this')), Boolean)
  await pill.waitFor({ state: 'detached' })
})

test('between two people each sees whether the other has read, until one does not tell', async () => {
  await bubble(hers, 'do not miss this').waitFor()
  await his.getByRole('button', { name: 'Profile of Alice' }).first().click()
  await his.getByRole('button', { name: 'Message', exact: true }).click()
  await his.getByRole('option', { name: /^Alice, /, selected: true }).waitFor()
  await say(his, 'Just between us')
  const mine = log(his).locator('.m-out').filter({ hasText: 'Just between us' })
  await mine.getByText('Unread', { exact: true }).waitFor()
  await openRoom(hers, 'Bob Lee')
  await bubble(hers, 'Just between us').waitFor()
  await mine.getByText('Read', { exact: true }).waitFor()
  await toChats(hers)
  await hers.getByRole('tab', { name: 'Me' }).click()
  await hers.getByRole('switch', { name: 'Read receipts' }).click()
  await hers.getByRole('tab', { name: /^Chats/ }).click()
  await openRoom(his, 'Lobby')
  await openRoom(his, 'Alice')
  await until(
    'no word beside it',
    () => mine.getByText('Read', { exact: true }).count(),
    count => count === 0,
  )
})
