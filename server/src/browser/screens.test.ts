import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { Browser, Page } from 'playwright-core'
import { callHttp } from '../testing/person'
import { anAccount, bubble, field } from './acts'
import { audit } from './audit'
import { look } from './look'
import { desktop, openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'

const reader = { username: 'reader', password: 'the password of reader' }
let server: Running
let browser: Browser
let visitors: Visitor[] = []

/** What the page calls the things that lead from screen to screen. */
const words = {
  en: {
    start: 'Create an account',
    have: 'I have an account',
    username: 'Username',
    password: 'Password',
    back: 'Back',
    chats: /^Chats/,
    discover: 'Discover',
    me: 'Me',
    add: 'New',
    newRoom: 'New room',
    details: 'Room details',
    appearance: /^Appearance/,
    cancel: 'Cancel',
    publicRooms: 'Public rooms',
    joined: /^Joined: Welcome/,
    members: 'Members',
    newCommunity: 'New community',
    category: /^Category/,
    kind: 'Who can join',
  },
  zh: {
    start: '注册新账号',
    have: '已有账号，去登录',
    username: '用户名',
    password: '密码',
    back: '返回',
    chats: /^消息/,
    discover: '发现',
    me: '我',
    add: '新建',
    newRoom: '新建房间',
    details: '房间详情',
    appearance: /^外观/,
    cancel: '取消',
    publicRooms: '公开房间',
    joined: /^已加入: Welcome/,
    members: '成员',
    newCommunity: '新建社区',
    category: /^分类/,
    kind: '谁能加入',
  },
}
type Words = (typeof words)['en'] | (typeof words)['zh']

const texts = [
  'Morning! Who brings the projector on Thursday?',
  '我来带，顺便把上次的照片也拷给大家。',
  'Perfect 👍',
  'The long plan, with everything in it: https://example.com/a/very/long/address/that/does/not/want/to/break?at=all&and=goes-on',
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  '🎉🎉',
]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  const join = (username: string, displayName: string) =>
    callHttp(server, accounts.routes.signup, {
      username,
      password: `the password of ${username}`,
      displayName,
    })
  const friend = await join('friend', 'Maximiliane von Hohenstein-Gundelfingen')
  const neighbour = await join('neighbour', '林夏')
  const { user } = await join('reader', 'Hana Suzuki')
  const { items } = await callHttp(server, rooms.routes.list, {}, friend.accessToken)
  const group = await callHttp(
    server,
    rooms.routes.create,
    {
      name: '周四读书会 and everyone who reads along with us',
      type: 'public_room',
      visibility: 'public',
      memberIds: [user.id, neighbour.user.id],
    },
    friend.accessToken,
  )
  const direct = await callHttp(server, rooms.routes.openDirect, { userId: user.id }, neighbour.accessToken)
  const say = (roomId: string, text: string, { accessToken }: typeof friend) =>
    callHttp(server, messages.routes.send, { roomId, content: { type: 'text', text } }, accessToken)
  for (const [n, text] of texts.entries()) await say(items[0]!.id, text, n % 3 === 1 ? neighbour : friend)
  for (let n = 0; n < 104; n++) await say(group.id, `One of many messages, number ${n}`, friend)
  await say(direct.id, '在吗？', neighbour)
}, 60_000)

afterEach(() => expect(visitors.flatMap(visitor => visitor.errors)).toEqual([]))

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** Every screen in turn; `see` is called when one stands. */
async function tour(page: Page, w: Words, see: (screen: string) => Promise<void>): Promise<void> {
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).first()
  const tab = (name: string | RegExp) => page.getByRole('tab', { name }).click()
  const shown = (name: string) =>
    page.getByRole('button', { name, exact: true }).filter({ visible: true }).last()
  const back = async () => {
    if (await button(w.back).isVisible()) await button(w.back).click()
  }
  await button(w.start).waitFor()
  await see('welcome')
  await button(w.start).click()
  await page.getByLabel(w.username).waitFor()
  await see('sign-up')
  await button(w.back).click()
  await button(w.have).click()
  await page.getByLabel(w.username).fill(reader.username)
  await page.getByLabel(w.password, { exact: true }).fill(reader.password)
  await page.getByLabel(w.password, { exact: true }).press('Enter')
  await page.getByRole('option', { name: /^Lobby/ }).waitFor()
  expect(await page.getByRole('listbox').getByRole('option').count()).toBe(3)
  await see('chats')
  await page.getByRole('option', { name: /^Lobby/ }).click()
  await page.getByRole('log').getByText('🎉🎉').waitFor()
  await see('room')
  await button(w.details).click()
  await page.getByRole('button', { name: 'Hana Suzuki' }).last().waitFor()
  await see('details')
  await button(w.details).or(button(w.back)).first().click()
  await back()
  await page.getByRole('option', { name: /^周四/ }).click()
  await page.getByRole('log').getByText('number 103').waitFor()
  await see('unread-room')
  await back()
  await button(w.add).click()
  await page.getByRole('menuitem', { name: w.newRoom }).waitFor()
  await see('menu')
  await page.getByRole('menuitem', { name: w.newRoom }).click()
  await page.getByRole('radiogroup', { name: w.kind }).waitFor()
  await see('new-room')
  await back()
  await tab(w.discover)
  await page.getByText(w.publicRooms, { exact: true }).waitFor()
  await see('discover')
  await button(w.joined).click()
  await page.getByRole('heading', { name: 'Welcome', level: 1 }).waitFor()
  await page
    .getByRole('button', { name: /^Lobby/ })
    .last()
    .waitFor()
  await see('community')
  await button(w.members).click()
  await page.getByRole('heading', { name: w.members, level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Hana Suzuki' }).last().waitFor()
  await see('community-members')
  await shown(w.back).click()
  await shown(w.back).click()
  await button(w.newCommunity).click()
  await page.getByRole('button', { name: w.category }).waitFor()
  await see('new-community')
  await shown(w.back).click()
  await tab(w.me)
  await button(w.appearance).waitFor()
  await see('me')
  await button(w.appearance).click()
  await page.getByRole('dialog').getByRole('button', { name: w.cancel }).waitFor()
  await see('sheet')
}

test('the ruler of these tests finds what is planted', async () => {
  const visitor = await visit(browser, server.url, phone)
  const { page } = visitor
  await page.getByRole('button', { name: 'Create an account' }).waitFor()
  expect(await audit(page, { finger: true })).toEqual([])
  await page.evaluate(() => {
    const plant = (tag: string, style: string, text: string) => {
      const one = document.createElement(tag)
      one.setAttribute('style', `position: fixed; z-index: 9; color: #000; background: #fff; ${style}`)
      one.textContent = text
      document.body.append(one)
    }
    plant(
      'div',
      'top: 0; left: 0; width: 60px; overflow: hidden; white-space: nowrap',
      'too long for its box',
    )
    plant('div', 'top: 40px; left: 0; height: 10px; overflow: hidden', 'too high for its box')
    plant('div', 'top: 80px; left: 0; color: #999', 'hard to read')
    plant('div', 'top: 120px; left: 0; font-size: 9px', 'tiny')
    plant('div', 'top: 160px; left: 380px; white-space: nowrap', 'off the screen')
    plant('button', 'top: 200px; left: 0; width: 44px; height: 30px; padding: 0; border: 0', 'small')
    plant('button', 'top: 240px; left: 0; width: 50px; height: 50px', '')
  })
  const found = (await audit(page, { finger: true })).join('\n')
  for (const problem of [
    /cut at a side.*too long/,
    /cut above or below.*too high/,
    /contrast of 2\.\d+.*hard to read/,
    /smaller than 11 px.*tiny/,
    /cut at a side.*off the screen/,
    /hit in only 44 × 30 px.*small/,
    /without a name/,
  ])
    expect(found).toMatch(problem)
})

const sizes = { phone: { width: 390, height: 844 }, small: { width: 320, height: 640 } }

for (const language of ['en', 'zh'] as const) {
  const locale = language === 'zh' ? 'zh-CN' : 'en-US'

  test(`on phones in ${language} nothing is cut, too small, nameless or hard to read`, async () => {
    const visitor = await visit(browser, server.url, { ...phone, locale })
    visitors.push(visitor)
    const found: string[] = []
    await tour(visitor.page, words[language], async screen => {
      for (const [size, viewport] of Object.entries(sizes)) {
        await visitor.page.setViewportSize(viewport)
        found.push(...(await look(visitor.page, screen, `${size}-${language}`, true)))
      }
      await visitor.page.setViewportSize(sizes.phone)
    })
    expect(found).toEqual([])
  }, 60_000)

  test(`on a desktop in ${language} nothing is cut, nameless or hard to read`, async () => {
    const visitor = await visit(browser, server.url, { ...desktop, locale })
    visitors.push(visitor)
    const found: string[] = []
    await tour(visitor.page, words[language], async screen => {
      found.push(...(await look(visitor.page, screen, `desktop-${language}`, false)))
    })
    expect(found).toEqual([])
  }, 60_000)
}

test('the keyboard alone leads from the welcome page to a sent message, and shows where it is', async () => {
  const visitor = await visit(browser, server.url, desktop)
  visitors.push(visitor)
  const { page } = visitor
  const { username, password, name } = anAccount('Keys')
  await page.getByRole('button', { name: 'Create an account' }).waitFor()
  const hidden: string[] = []
  /** Tab after Tab until something with this name has the focus. */
  const tabTo = async (wanted: RegExp) => {
    for (let n = 0; n < 40; n++) {
      await page.keyboard.press('Tab')
      const focus = await focused(page)
      if (!focus.ring) hidden.push(focus.name)
      if (wanted.test(focus.name)) return
    }
    throw new Error(`Tab does not reach ${wanted}`)
  }
  await tabTo(/^Create an account$/)
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Username' }).waitFor()
  if ((await focused(page)).name !== 'Username') await tabTo(/^Username$/)
  await page.keyboard.type(username)
  await tabTo(/^Password$/)
  await page.keyboard.type(password)
  await tabTo(/^Name others see$/)
  await page.keyboard.type(name)
  await tabTo(/^Create account$/)
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: /^Lobby/ }).waitFor()
  await tabTo(/^Lobby, /)
  await page.keyboard.press('Enter')
  await field(page).waitFor()
  if ((await focused(page)).name !== 'Message') await tabTo(/^Message$/)
  await page.keyboard.type('sent without a mouse')
  await page.keyboard.press('Enter')
  await bubble(page, 'sent without a mouse').waitFor()
  expect(hidden).toEqual([])
}, 60_000)

/** What has the focus, and whether it can be seen to have it. */
const focused = (page: Page): Promise<{ name: string; ring: boolean }> =>
  page.evaluate(async () => {
    const one = document.activeElement as HTMLElement
    // A ring that fades in is looked at once it is there.
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    const fading = document.getAnimations().filter(animation => animation instanceof CSSTransition)
    await Promise.all(fading.map(({ finished }) => finished.catch(() => undefined)))
    const name = one.getAttribute('aria-label') ?? one.textContent ?? ''
    const drawn = (at: Element | null) => {
      if (!at) return false
      const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(at)
      const bare = at.cloneNode() as HTMLElement
      bare.classList.remove('field-on')
      at.after(bare)
      const plain = getComputedStyle(bare)
      const differs = boxShadow !== plain.boxShadow || borderColor !== plain.borderColor
      bare.remove()
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || differs
    }
    return { name, ring: drawn(one) || drawn(one.closest('.field-box, .search, .composer-field')) }
  })
