/** Whoever reads by ear or by keyboard alone finds the same as everyone else, by day and by night. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { accounts, type Session } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { rooms, type Room } from '@community-chat/shared/capabilities/rooms/contract'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { callHttp } from '../testing/person'
import { anAccount, bubble, enter, field, hold, log, openRoom, say, toChats, until } from './acts'
import { axe } from './axe'
import { desktop, openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'

const alice = anAccount('Alice')
const bob = anAccount('Bob')
let server: Running
let browser: Browser
let hers: Session
let his: Session
let room: Room
let visitors: Visitor[] = []

const arrive = async (options: BrowserContextOptions): Promise<Page> => {
  // What is half faded in has no colour of its own yet.
  const visitor = await visit(browser, server.url, { ...options, reducedMotion: 'reduce' })
  visitors.push(visitor)
  await enter(visitor.page, alice)
  return visitor.page
}

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  const signUp = ({ username, password, name }: typeof alice) =>
    callHttp(server, accounts.routes.signup, { username, password, displayName: name })
  ;[hers, his] = [await signUp(alice), await signUp(bob)]
  const group = { name: 'Hikers', type: 'group_chat', visibility: 'private' } as const
  room = await callHttp(server, rooms.routes.create, { ...group, memberIds: [his.user.id] }, hers.accessToken)
  for (let n = 1; n <= 30; n++) {
    const content = { type: 'text' as const, text: n === 30 ? 'see https://a.example' : `line ${n}` }
    const said = await callHttp(
      server,
      messages.routes.send,
      { roomId: room.id, content },
      n % 3 ? his.accessToken : hers.accessToken,
    )
    if (n > 27)
      await callHttp(server, reactions.routes.add, { messageId: said.id, emoji: '🎉' }, his.accessToken)
  }
}, 60_000)

afterEach(async () => {
  expect(visitors.flatMap(({ errors }) => errors)).toEqual([])
  for (const { page } of visitors) await page.context().close()
  visitors = []
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test.each(['light', 'dark'] as const)(
  'nothing serious is found on a phone, in the %s',
  async colorScheme => {
    const page = await arrive({ ...phone, colorScheme })
    expect(await axe(page)).toEqual([])
    await openRoom(page, 'Hikers')
    const last = bubble(page, 'see https')
    await last.waitFor()
    expect(await axe(page)).toEqual([])
    await page.getByRole('button', { name: 'Emoji', exact: true }).click()
    await page.getByRole('tab', { name: 'Smileys' }).waitFor()
    expect(await axe(page)).toEqual([])
    await field(page).click()
    await hold(page, last)
    expect(await axe(page)).toEqual([])
    await page.getByRole('menuitem', { name: 'More emoji' }).click()
    await page.getByRole('tab', { name: 'Flags' }).waitFor()
    expect(await axe(page)).toEqual([])
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await hold(
      page,
      page.getByRole('checkbox', { name: /^🎉/ }).last(),
      page.getByRole('heading', { name: 'Reactions' }),
    )
    await page.getByRole('button', { name: /^Bob/ }).waitFor()
    expect(await axe(page)).toEqual([])
  },
  60_000,
)

test.each(['light', 'dark'] as const)(
  'nothing serious is found on a desktop, in the %s',
  async colorScheme => {
    const page = await arrive({ ...desktop, colorScheme })
    await openRoom(page, 'Hikers')
    await bubble(page, 'see https').waitFor()
    await bubble(page, 'see https').hover()
    expect(await axe(page)).toEqual([])
    await page.getByRole('button', { name: 'Emoji', exact: true }).click()
    await page.getByRole('searchbox', { name: 'Search emoji' }).fill('cat')
    await page.getByRole('dialog').getByRole('button', { name: '🐈', exact: true }).waitFor()
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await bubble(page, 'see https').click({ button: 'right' })
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await log(page).focus()
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor()
    expect(await axe(page)).toEqual([])
  },
  60_000,
)

test('by keyboard alone: from message to message, a reaction, an answer, the last own edited', async () => {
  const page = await arrive(desktop)
  await openRoom(page, 'Hikers')
  await bubble(page, 'see https').waitFor()
  await log(page).focus()
  await page.keyboard.press('ArrowUp')
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  expect(await focused()).toContain('see https')
  await page.keyboard.press('ArrowUp')
  expect(await focused()).toContain('line 29')
  await page.keyboard.press('e')
  await page.getByRole('tab', { name: 'Smileys' }).click()
  await page.getByRole('group', { name: 'Smileys' }).getByRole('button').first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await log(page).getByRole('checkbox', { name: '😃, 1 person, you too' }).waitFor()
  await bubble(page, 'line 28').focus()
  await page.keyboard.press('r')
  await page.keyboard.type('an answer')
  await page.keyboard.press('Enter')
  await bubble(page, 'an answer').getByText('line 28').waitFor()
  const leaving = page.getByRole('img', { name: /Sending|Waiting/ })
  await until(
    'the answer stored',
    () => leaving.count(),
    count => count === 0,
  )
  await page.keyboard.press('ArrowUp')
  expect(await field(page).inputValue()).toBe('an answer')
  await page.keyboard.press('Escape')
  expect(await field(page).inputValue()).toBe('')
})

test('only what arrives later is read out, and a bubble says who, when, what and what became of it', async () => {
  const page = await arrive(phone)
  await openRoom(page, 'Hikers')
  await bubble(page, 'see https').waitFor()
  expect(await log(page).getAttribute('aria-live')).toBe('off')
  const news = page.locator('.talk-canvas > [role=status][aria-live=polite]')
  expect(await news.textContent()).toBe('')
  await callHttp(
    server,
    messages.routes.send,
    { roomId: room.id, content: { type: 'text', text: 'read me out' } },
    his.accessToken,
  )
  await news.getByText('Bob: read me out').waitFor()
  expect(await bubble(page, 'see https').getAttribute('aria-label')).toMatch(
    /^You, \d{1,2}:\d\d, see https:\/\/a\.example, 1 reaction, read by 1 of 1$/, // who answers has read
  )
  await say(page, 'my own is not')
  await bubble(page, 'my own is not').waitFor()
  expect(await news.textContent()).toBe('Bob: read me out')
  await toChats(page)
})
