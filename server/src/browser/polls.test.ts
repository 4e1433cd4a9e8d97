/** Polls, chains and what is sent later, between two people. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { anAccount, bubble, choose, field, hold, openRoom, signUp, until } from './acts'
import { desktop, openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'

const [alice, bob] = [anAccount('Alice'), anAccount('Bob')]
let server: Running
let browser: Browser
let visitors: Visitor[] = []
let hers: Page
let his: Page
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ SCHEDULE_SHORTEST: '1' }), openBrowser()])
  visitors = [await visit(browser, server.url, desktop), await visit(browser, server.url, phone)]
  ;[hers, his] = visitors.map(one => one.page) as [Page, Page]
  await signUp(hers, alice)
  await signUp(his, bob)
  await openRoom(hers, 'Lobby')
  await openRoom(his, 'Lobby')
}, 60_000)
afterEach(() => expect(visitors.flatMap(visitor => visitor.errors)).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const both = () => [hers, his]
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

async function openTile(page: Page, name: string): Promise<void> {
  await button(page, 'More to send').click()
  await button(page, name)
    .or(page.getByRole('menuitem', { name, exact: true }))
    .click()
}

/** The answers of a poll as a reader hears them. */
const heard = async (page: Page, question: string, role: 'radio' | 'checkbox' = 'radio') => {
  const all = await bubble(page, question).getByRole(role).all()
  return Promise.all(all.map(one => one.getAttribute('aria-label')))
}
const count = (n: number) => (n === 1 ? '1 vote' : `${n} votes`)
const show = (labels: (string | null)[]) => labels.map(one => one?.replace(', your choice', ''))

async function counts(question: string, expected: Record<string, number>, role?: 'radio' | 'checkbox') {
  const wanted = Object.entries(expected).map(([text, n]) => `${text}, ${count(n)}`)
  for (const page of both())
    await until(
      'the same count on both pages',
      async () => show(await heard(page, question, role)),
      seen => JSON.stringify(seen) === JSON.stringify(wanted),
    )
}

test('a poll is made by its form, which says what is wrong as one types', async () => {
  await openTile(hers, 'Poll')
  const dialog = hers.getByRole('dialog', { name: 'New poll' })
  await dialog.getByRole('textbox', { name: 'Question' }).fill('Which way?')
  expect(await button(hers, 'Send poll').isDisabled()).toBe(true)
  await dialog.getByRole('textbox', { name: 'Option 1' }).fill('The ridge')
  await dialog.getByRole('textbox', { name: 'Option 2' }).fill('The ridge')
  await dialog.getByText('This option is there already.').waitFor()
  expect(await button(hers, 'Send poll').isDisabled()).toBe(true)
  await dialog.getByRole('textbox', { name: 'Option 2' }).fill('The lake')
  await dialog.getByRole('switch', { name: 'Members may add options' }).click()
  await button(hers, 'Send poll').click()
  await dialog.waitFor({ state: 'detached' })
  await counts('Which way?', { 'The ridge': 0, 'The lake': 0 })
})

test('two people vote and change their minds, and the counts agree on both pages', async () => {
  const option = (page: Page, name: string) =>
    bubble(page, 'Which way?').getByRole('radio', { name: new RegExp(`^${name}`) })
  await option(hers, 'The ridge').click()
  await option(his, 'The ridge').click()
  await counts('Which way?', { 'The ridge': 2, 'The lake': 0 })
  await option(his, 'The lake').click()
  await counts('Which way?', { 'The ridge': 1, 'The lake': 1 })
  expect(await option(his, 'The lake').getAttribute('aria-checked')).toBe('true')
  expect(await option(hers, 'The lake').getAttribute('aria-checked')).toBe('false')
  await his.reload()
  await openRoom(his, 'Lobby')
  await option(his, 'The lake').waitFor()
  expect(await option(his, 'The lake').getAttribute('aria-checked')).toBe('true')
})

test('a member adds an answer, and everyone sees who chose what', async () => {
  const poll = bubble(his, 'Which way?')
  await poll.getByRole('button', { name: 'Add an option' }).click()
  await poll.getByRole('textbox', { name: 'Add an option' }).fill('Stay at home')
  await poll.getByRole('textbox', { name: 'Add an option' }).press('Enter')
  await counts('Which way?', { 'The ridge': 1, 'The lake': 1, 'Stay at home': 0 })
  await bubble(hers, 'Which way?')
    .getByRole('button', { name: /Who voted/ })
    .click()
  const sheet = hers.getByRole('dialog', { name: 'Who voted' })
  await sheet.getByText('Bob').waitFor()
  await sheet.getByText('Alice').waitFor()
  await sheet.getByRole('button', { name: 'Close' }).click()
})

test('closed by its author, nobody votes any more', async () => {
  await bubble(hers, 'Which way?').click({ button: 'right', position: { x: 30, y: 12 } })
  await choose(hers, 'Close poll')
  await button(hers, 'Close poll').click()
  for (const page of both()) {
    await bubble(page, 'Which way?').getByText('Closed').waitFor()
    expect(await bubble(page, 'Which way?').getByRole('radio').count()).toBe(0)
  }
})

test('a chain is started, both join it, and one withdraws', async () => {
  await openTile(his, 'Chain')
  const dialog = his.getByRole('dialog', { name: 'New chain' })
  await dialog.getByRole('textbox', { name: 'What is it about?' }).fill('Saturday hike')
  await button(his, 'Start chain').click()
  await dialog.waitFor({ state: 'detached' })
  for (const page of both()) {
    await bubble(page, 'Saturday hike').getByRole('button', { name: 'Join' }).click()
    const form = page.getByRole('dialog', { name: 'Saturday hike' })
    await form.getByRole('textbox').fill(page === hers ? 'Alice and a dog' : 'Bob')
    await form.getByRole('textbox').press('Enter')
    await bubble(page, 'Saturday hike').getByRole('button', { name: 'Withdraw' }).waitFor()
  }
  for (const page of both()) await bubble(page, 'Saturday hike').getByText('2 joined').waitFor()
  for (const page of both())
    expect(await bubble(page, 'Saturday hike').getByRole('listitem').allTextContents()).toEqual([
      '1.Alice Alice and a dog',
      '2.Bob',
    ])
  await bubble(hers, 'Saturday hike').getByRole('button', { name: 'Withdraw' }).click()
  for (const page of both()) await bubble(page, 'Saturday hike').getByText('1 joined').waitFor()
  expect(await bubble(his, 'Saturday hike').getByRole('listitem').allTextContents()).toEqual(['1.Bob'])
})

test('a message that was planned waits in the room, and arrives at its time', async () => {
  await field(hers).fill('good morning')
  // "In 1 hour", an hour ago and a little.
  const real = Date.now()
  await hers.clock.setFixedTime(real - 3_600_000 + 4_000)
  await button(hers, 'Send').click({ button: 'right' })
  await button(hers, /^In 1 hour/).click()
  await hers.clock.setFixedTime(real)
  await button(hers, /1 message scheduled/).waitFor()
  expect(await field(hers).inputValue()).toBe('')
  await bubble(his, 'good morning').waitFor({ timeout: 15_000 })
  await button(hers, /1 message scheduled/).waitFor({ state: 'detached' })
  expect(await bubble(his, 'good morning').count()).toBe(1)
})

test('what is planned for later can be looked at, sent now and taken away', async () => {
  for (const text of ['sent early', 'never sent']) {
    await field(his).fill(text)
    await hold(his, button(his, 'Send'), his.getByRole('dialog', { name: 'Send later' }))
    await button(his, /^Tomorrow morning/).click()
    await his.getByRole('dialog', { name: 'Send later' }).waitFor({ state: 'detached' })
  }
  await button(his, /2 messages scheduled/).click()
  await button(his, /^sent early/).click()
  await button(his, 'Send now').click()
  await bubble(hers, 'sent early').waitFor()
  await button(his, /^never sent/).click()
  await button(his, 'Delete').click()
  await his.getByText('Nothing planned').waitFor()
  await button(his, 'Back').last().click()
  await bubble(his, 'sent early').waitFor()
  expect(await bubble(hers, 'never sent').count()).toBe(0)
})

test('a message reminds me of itself, and leads back to it', async () => {
  await hold(his, bubble(his, 'good morning'))
  const real = Date.now()
  await his.clock.setFixedTime(real - 3_600_000 + 4_000)
  await choose(his, 'Remind me')
  await button(his, /^In 1 hour/).click()
  await his.clock.setFixedTime(real)
  await his.getByText(/^Reminder: /).waitFor({ timeout: 15_000 })
  await button(his, 'Open').click()
  await bubble(his, 'good morning').waitFor()
})
