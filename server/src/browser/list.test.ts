import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Locator, Page } from 'playwright-core'
import {
  anAccount,
  bubble,
  chat,
  enter,
  field,
  hold,
  log,
  openRoom,
  say,
  signUp,
  toChats,
  until,
} from './acts'
import { desktop, openBrowser, phone, visit, type Visitor } from './people'
import { pause } from '../testing/raw'
import { startServer, type Running } from './running'
import { sightOf } from './sight'

const alice = anAccount('Alice')
const bob = anAccount('Bob')
let server: Running
let browser: Browser
let visitors: Visitor[] = []
/** Alice has a phone and a desk; Bob talks to her. */
let hers: Page
let desk: Page
let his: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  for (const options of [phone, desktop, desktop]) visitors.push(await visit(browser, server.url, options))
  ;[hers, desk, his] = visitors.map(({ page }) => page) as [Page, Page, Page]
  await Promise.all([signUp(hers, alice), signUp(his, bob)])
  await enter(desk, alice)
  for (const name of ['Hikers', '读书会 Readers']) await makeRoom(desk, name, 'Bob')
  await openRoom(his, 'Lobby')
}, 120_000)

afterEach(() => expect(visitors.flatMap(visitor => visitor.errors)).toEqual([]))

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function makeRoom(page: Page, name: string, withWhom: string): Promise<void> {
  await toChats(page)
  await page.getByRole('button', { name: 'New', exact: true }).click()
  await page.getByRole('menuitem', { name: 'New room' }).click()
  await page.getByRole('textbox', { name: 'Name of the room' }).fill(name)
  await page.getByRole('button', { name: /^People/ }).click()
  await page.getByRole('searchbox', { name: 'Name or username' }).fill(withWhom)
  await page.getByRole('checkbox', { name: withWhom }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Create room' }).click()
  await field(page).waitFor()
}

/** The same on the phone, by a finger. */
async function tapOpen(name: string): Promise<void> {
  await toChats(hers)
  await chat(hers, name).tap()
  await field(hers).waitFor()
}

const names = (page: Page) =>
  page
    .getByRole('option')
    .evaluateAll(rows => rows.map(row => row.getAttribute('aria-label')!.split(', ')[0]!))
const label = (row: Locator) => row.getAttribute('aria-label')
const choose = (page: Page, item: string) => page.getByRole('menuitem', { name: item, exact: true }).click()
const pickFor = async (page: Page, room: string, item: string) => {
  await chat(page, room).click({ button: 'right' })
  await choose(page, item)
}
/** What the tab says where nothing is unread. */
const nothing = 'Chats'
/** The total in the words of the tab. */
const total = (page: Page) => page.getByRole('tab', { name: /^Chats/ }).getAttribute('aria-label')

/** A finger that goes over the screen in steps and is lifted. */
async function swipe(page: Page, from: { x: number; y: number }, dx: number, dy: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const touch = (type: string, points: { x: number; y: number }[]) =>
    devtools.send('Input.dispatchTouchEvent', { type: type as 'touchStart', touchPoints: points })
  await touch('touchStart', [from])
  for (let step = 1; step <= 8; step++)
    await touch('touchMove', [{ x: from.x + (dx * step) / 8, y: from.y + (dy * step) / 8 }])
  await touch('touchEnd', [])
  await devtools.detach()
  // The browser takes a tap that follows at once for the end of the same movement.
  await pause(500)
}
const middleOf = async (target: Locator) => {
  const { left, right, top, bottom } = await sightOf(target)
  return { x: (left + right) / 2, y: (top + bottom) / 2 }
}

test('what is pinned at the desk stands on top there and on the phone', async () => {
  await toChats(hers)
  await until(
    'three rooms',
    () => names(hers),
    all => all.length === 3,
  )
  await pickFor(desk, 'Lobby', 'Pin')
  for (const page of [desk, hers])
    await until(
      'the lobby on top',
      () => names(page),
      all => all[0] === 'Lobby',
    )
  expect(await label(chat(hers, 'Lobby'))).toContain('pinned')
  await chat(desk, 'Hikers').focus()
  await desk.keyboard.press('Shift+F10')
  await choose(desk, 'Pin')
  await until(
    'the last pinned on top',
    () => names(hers),
    all => all[0] === 'Hikers' && all[1] === 'Lobby',
  )
})

test('with the keyboard one goes from row to row, and Enter opens', async () => {
  await chat(desk, 'Hikers').focus()
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('ArrowUp')
  await desk.keyboard.press('Enter')
  await until(
    'the lobby open',
    () => log(desk).getAttribute('aria-label'),
    name => name === 'Messages in Lobby',
  )
})

test('a muted room says how much is there and adds nothing to the total', async () => {
  await openRoom(his, 'Hikers')
  await hold(hers, chat(hers, 'Hikers'))
  await choose(hers, 'Mute')
  await until(
    'muted at the desk',
    () => label(chat(desk, 'Hikers')),
    text => text!.includes('muted'),
  )
  await say(his, 'who is coming on Sunday')
  await until(
    'one unread',
    () => label(chat(hers, 'Hikers')),
    text => text!.includes('1 unread'),
  )
  expect(await chat(hers, 'Hikers').textContent()).toContain('[1]')
  expect(await total(hers)).toBe(nothing)
  await openRoom(his, '读书会 Readers')
  await say(his, 'a new book')
  for (const page of [hers, desk])
    await until(
      'the other room in the total',
      () => total(page),
      text => text === 'Chats, 1 unread',
    )
  await openRoom(desk, '读书会 Readers')
  await until(
    'read',
    () => total(hers),
    text => text === nothing,
  )
})

test('what is marked unread waits to be opened, on any device', async () => {
  await hold(hers, chat(hers, '读书会 Readers'))
  await choose(hers, 'Mark unread')
  for (const page of [hers, desk])
    await until(
      'marked',
      () => label(chat(page, '读书会 Readers')),
      text => text!.includes('marked as unread'),
    )
  await chat(hers, '读书会 Readers').tap()
  await field(hers).waitFor()
  await until(
    'not marked',
    () => label(chat(desk, '读书会 Readers')),
    text => !text!.includes('marked'),
  )
})

test('a row is swiped open to what can be done, one at a time, and closes when the list scrolls or is tapped', async () => {
  await toChats(hers)
  const act = hers.getByRole('button', { name: 'Hide', exact: true })
  await swipe(hers, await middleOf(chat(hers, 'Lobby')), -140, 4)
  await act.waitFor()
  const { left, right } = await sightOf(act)
  expect(right - left).toBeGreaterThanOrEqual(60)
  expect(right).toBeLessThanOrEqual(390)
  await swipe(hers, await middleOf(chat(hers, '读书会 Readers')), -140, 4)
  await until(
    'only the second open',
    () => act.count(),
    count => count === 1,
  )
  await until(
    'the first closed',
    () => sightOf(chat(hers, 'Lobby')),
    ({ left }) => left === 0,
  )
  await chat(hers, 'Lobby').tap()
  await until(
    'closed',
    () => act.count(),
    count => count === 0,
  )
  expect(await hers.getByRole('heading', { name: 'Chats' }).isVisible()).toBe(true)
  // A finger that goes up and down scrolls, however it wavers.
  await swipe(hers, await middleOf(chat(hers, 'Lobby')), -40, -120)
  expect(await act.count()).toBe(0)
})

test('what is hidden by a swipe is gone from both lists until something new is said', async () => {
  await swipe(hers, await middleOf(chat(hers, '读书会 Readers')), -140, 0)
  await hers.getByRole('button', { name: 'Hide', exact: true }).tap()
  for (const page of [hers, desk])
    await until(
      'hidden',
      () => names(page),
      all => !all.includes('读书会 Readers'),
    )
  await say(his, 'are you still reading')
  for (const page of [hers, desk])
    await until(
      'back',
      () => names(page),
      all => all.includes('读书会 Readers'),
    )
})

test('some letters of a name find it, in any script, and stand out', async () => {
  const search = desk.getByRole('searchbox', { name: 'Search chats' })
  await search.fill('ＨＩＫ')
  await until(
    'one room',
    () => names(desk),
    all => all.length === 1 && all[0] === 'Hikers',
  )
  expect(await chat(desk, 'Hikers').locator('.list-row-hit').textContent()).toBe('Hik')
  await search.fill('书会')
  await until(
    'the other room',
    () => names(desk),
    all => all.join() === '读书会 Readers',
  )
  await search.fill('nobody is called so')
  await desk.getByText('Nothing for “nobody is called so”').waitFor()
  await search.fill('')
})

test('what is begun on the phone goes on at the desk, and sending it clears it on both', async () => {
  await tapOpen('Lobby')
  await field(hers).fill('I began this on my')
  await until(
    'the draft in the list',
    () => label(chat(desk, 'Lobby')),
    text => text!.includes('[Draft] I began this on my'),
  )
  await openRoom(desk, 'Lobby')
  expect(await field(desk).inputValue()).toBe('I began this on my')
  const whole = 'I began this on my phone'
  await field(desk).fill(whole)
  // Not for one frame does the field show what stood there before, while what stands in it is being saved.
  const others = await field(desk).evaluateHandle((one, wanted) => {
    const seen: string[] = []
    const look = () => {
      const { value } = one as HTMLTextAreaElement
      if (value !== wanted) seen.push(value)
      requestAnimationFrame(look)
    }
    look()
    return seen
  }, whole)
  await until(
    'the rest on the phone',
    () => field(hers).inputValue(),
    text => text === whole,
  )
  await desk.waitForTimeout(300)
  expect(await others.jsonValue()).toEqual([])
  await field(desk).press('Enter')
  await bubble(hers, 'I began this on my phone').waitFor()
  await until(
    'an empty field',
    () => field(hers).inputValue(),
    text => text === '',
  )
})

test('what is begun without a network is there on the other device afterwards, over what stood there', async () => {
  await openRoom(desk, 'Hikers')
  await hers.context().setOffline(true)
  await tapOpen('Hikers')
  await field(hers).fill('written in the train')
  await toChats(hers)
  await until(
    'kept on the phone',
    () => label(chat(hers, 'Hikers')),
    text => text!.includes('[Draft] written in the train'),
  )
  await hers.context().setOffline(false)
  await until(
    'on the desk',
    () => field(desk).inputValue(),
    text => text === 'written in the train',
  )
  await field(desk).fill('')
  await until(
    'cleared',
    () => label(chat(hers, 'Hikers')),
    text => !text!.includes('[Draft]'),
  )
})

test('notes to oneself are a room of one’s own on all devices', async () => {
  await toChats(hers)
  await hers.getByRole('button', { name: 'New', exact: true }).tap()
  await hers.getByRole('menuitem', { name: 'Note to self' }).tap()
  await field(hers).waitFor()
  await say(hers, 'buy milk')
  await chat(desk, 'Note to self').waitFor()
  await openRoom(desk, 'Note to self')
  await bubble(desk, 'buy milk').waitFor()
  await desk.getByRole('tab', { name: 'Me' }).click()
  await desk.getByRole('button', { name: 'Note to self' }).first().click()
  await bubble(desk, 'buy milk').waitFor()
  expect(
    await log(desk)
      .getByText(/^(Unread|Read)$/)
      .count(),
  ).toBe(0)
})

test('a favourite is kept from the menu, found, opened where it stands, said elsewhere, and let go', async () => {
  await tapOpen('Lobby')
  await hold(hers, bubble(hers, 'I began this on my phone'))
  await choose(hers, 'Favourite')
  await desk.getByRole('tab', { name: 'Me' }).click()
  await desk.getByRole('button', { name: 'Favourites' }).click()
  const kept = desk.getByRole('button', { name: /^I began this on my phone/ })
  await kept.waitFor()
  await desk.getByRole('searchbox', { name: 'Search favourites' }).fill('nothing like it')
  await desk.getByText('Nothing for “nothing like it”').waitFor()
  await desk.getByRole('searchbox', { name: 'Search favourites' }).fill('BEGAN')
  await kept.click()
  await until(
    'the lobby open',
    () => log(desk).getAttribute('aria-label'),
    name => name === 'Messages in Lobby',
  )
  await bubble(desk, 'I began this on my phone').waitFor()

  await tapOpen('Hikers')
  await hers.getByRole('button', { name: 'More to send' }).tap()
  await hers.getByRole('button', { name: 'Favourites' }).tap()
  await hers.getByRole('button', { name: /^I began this on my phone/ }).tap()
  await openRoom(his, 'Hikers')
  await bubble(his, 'I began this on my phone').waitFor()

  await tapOpen('Lobby')
  await hold(hers, bubble(hers, 'I began this on my phone'))
  await choose(hers, 'Unfavourite')
  await desk.getByRole('tab', { name: 'Me' }).click()
  await desk.getByRole('button', { name: 'Favourites' }).click()
  await desk.getByText('Nothing kept yet').waitFor()
})
