/** A conversation with everything in it, as it looks: in both languages and shades, on a phone and on a desktop. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { chains } from '@community-chat/shared/capabilities/chains/contract'
import { favourites } from '@community-chat/shared/capabilities/favourites/contract'
import { forwarding } from '@community-chat/shared/capabilities/forwarding/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { pins } from '@community-chat/shared/capabilities/pins/contract'
import { pollOf, polls } from '@community-chat/shared/capabilities/polls/contract'
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { schedules } from '@community-chat/shared/capabilities/schedules/contract'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { newId } from '../kernel/id'
import { callHttp } from '../testing/person'
import { bubble, hold, log } from './acts'
import { look } from './look'
import { desktop, openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'

const reader = { username: 'reader', password: 'the password of reader' }
let server: Running
let browser: Browser
const visitors: Visitor[] = []

/** What the page calls the things that lead from screen to screen. */
const words = {
  en: {
    have: 'I have an account',
    username: 'Username',
    password: 'Password',
    back: 'Back',
    close: 'Close',
    emoji: 'Emoji',
    plus: 'More to send',
    poll: 'Poll',
    newPoll: 'New poll',
    pinned: /^Go to the pinned message/,
    search: 'Search chats',
    me: 'Me',
    favourites: 'Favourites',
    schedules: /^Scheduled/,
    who: 'Who voted',
  },
  zh: {
    have: '已有账号，去登录',
    username: '用户名',
    password: '密码',
    back: '返回',
    close: '关闭',
    emoji: '表情',
    plus: '更多可发送的',
    poll: '投票',
    newPoll: '发起投票',
    pinned: /^前往置顶消息/,
    search: '搜索聊天',
    me: '我',
    favourites: '收藏',
    schedules: /^定时消息/,
    who: '谁投了票',
  },
}
type Words = (typeof words)['en'] | (typeof words)['zh']

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  const join = async (username: string, displayName: string) =>
    (
      await callHttp(server, accounts.routes.signup, {
        username,
        password: `the password of ${username}`,
        displayName,
      })
    ).accessToken
  const friend = await join('friend', 'Maximiliane von Hohenstein-Gundelfingen')
  const neighbour = await join('neighbour', '林夏')
  const own = await join('reader', 'Hana Suzuki')
  const { items: people } = await callHttp(server, rooms.routes.list, {}, own)
  const lobby = people.find(room => room.name === 'Lobby')!.id
  const reading = await callHttp(
    server,
    rooms.routes.create,
    { name: '周四读书会 Thursday readers', type: 'public_room', visibility: 'public' },
    friend,
  )
  for (const who of [neighbour, own]) await callHttp(server, rooms.routes.join, { roomId: reading.id }, who)
  const say = (who: string, text: string, more: { replyTo?: string; threadId?: string } = {}) =>
    callHttp(server, messages.routes.send, { roomId: reading.id, content: { text }, ...more }, who)
  const react = (messageId: string, emoji: string, who: string) =>
    callHttp(server, reactions.routes.add, { messageId, emoji }, who)
  await callHttp(
    server,
    rooms.routes.update,
    {
      roomId: reading.id,
      version: reading.version,
      announcement: '本周四 19:30，三楼小厅。Bring the book and something to drink.',
    },
    friend,
  )
  const first = await say(friend, 'Which chapters do we talk about on Thursday? 我还没读完第七章。')
  for (const [emoji, who] of [
    ['👍', friend],
    ['👍', own],
    ['😂', neighbour],
    ['🎉', own],
  ] as const)
    await react(first.id, emoji, who)
  await say(neighbour, '七和八就够了，后面的下周再聊。', { replyTo: first.id })
  await say(neighbour, 'I made a list of questions', { threadId: first.id })
  await say(own, '好的，我来补充几条', { threadId: first.id })
  const mine = await say(own, 'I bring tea for everyone')
  await react(mine.id, '❤️', neighbour)
  const regret = await say(own, 'and cake')
  await callHttp(server, messages.routes.recall, { messageId: regret.id }, own)
  const place = {
    type: 'location',
    latitude: 31.2304,
    longitude: 121.4737,
    name: '人民公园',
    address: '黄浦区南京西路231号',
  } as const
  await callHttp(server, messages.routes.send, { roomId: reading.id, content: place }, neighbour)
  const card = { type: 'card', of: 'room', id: lobby } as const
  await callHttp(server, messages.routes.send, { roomId: reading.id, content: card }, friend)
  const poll = await callHttp(
    server,
    polls.routes.create,
    {
      roomId: reading.id,
      question: '下一本读什么？ What do we read next?',
      options: ['The Left Hand of Darkness', '《三体》', 'Something much shorter, please'],
    },
    friend,
  )
  for (const [who, option] of [
    [friend, 0],
    [neighbour, 1],
    [own, 1],
  ] as const) {
    const { options } = pollOf(poll)!
    await callHttp(server, polls.routes.vote, { messageId: poll.id, options: [options[option]!.id] }, who)
  }
  const chain = await callHttp(
    server,
    chains.routes.create,
    { roomId: reading.id, title: '周四来的人 Who comes on Thursday', example: 'Name, what I bring' },
    neighbour,
  )
  await callHttp(server, chains.routes.join, { messageId: chain.id, text: '林夏，带水果' }, neighbour)
  await callHttp(server, chains.routes.join, { messageId: chain.id, text: 'Hana, tea' }, own)
  const aside = await callHttp(
    server,
    messages.routes.send,
    { roomId: lobby, content: { text: 'see you' } },
    own,
  )
  await callHttp(
    server,
    forwarding.routes.forward,
    {
      ...{
        messageIds: [aside.id, (await sayIn(lobby, 'until then 👋', neighbour)).id],
        roomIds: [reading.id],
      },
      ...{ merged: true, clientId: newId() },
    },
    own,
  )
  await callHttp(server, pins.routes.add, { messageId: first.id }, friend)
  await callHttp(server, favourites.routes.keep, { messageId: first.id }, own)
  await callHttp(
    server,
    schedules.routes.create,
    {
      roomId: reading.id,
      content: { text: 'Good morning! Today is the day.' },
      at: new Date(Date.now() + 86_400_000).toISOString(),
    },
    own,
  )
  await say(friend, 'Thursday it is then 😊')
}, 60_000)

const sayIn = (roomId: string, text: string, who: string) =>
  callHttp(server, messages.routes.send, { roomId, content: { text } }, who)

afterEach(() => expect(visitors.flatMap(visitor => visitor.errors)).toEqual([]))

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** Every screen in turn; `see` is called when one stands. */
async function tour(page: Page, w: Words, isPhone: boolean, see: (screen: string) => Promise<void>) {
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const shown = (name: string | RegExp) => button(name).filter({ visible: true }).last()
  const first = bubble(page, 'Which chapters').filter({ hasNotText: '七和八' })
  const toFirst = async () => {
    await button(w.pinned).click()
    await first.waitFor()
  }
  const chats = async () => {
    while (isPhone && !(await page.getByRole('tablist').isVisible())) await shown(w.back).click()
  }
  await button(w.have).click()
  await page.getByLabel(w.username).fill(reader.username)
  await page.getByLabel(w.password, { exact: true }).fill(reader.password)
  await page.getByLabel(w.password, { exact: true }).press('Enter')
  await page.getByRole('option', { name: /^周四/ }).click()
  await bubble(page, 'Thursday it is then').waitFor()
  await see('talk-end')
  await toFirst()
  await see('talk-begin')
  const said = bubble(page, 'I bring tea')
  if (isPhone) await hold(page, said)
  else await said.click({ button: 'right' })
  await page.getByRole('menuitem').first().waitFor()
  await see('talk-menu')
  await page.keyboard.press('Escape')
  await page.getByRole('menuitem').first().waitFor({ state: 'detached' })
  await shown(w.emoji).click()
  await page.getByRole('button', { name: '😀', exact: true }).first().waitFor()
  await see('talk-emoji')
  await page.keyboard.press('Escape')
  await shown(w.plus).click()
  const tile = shown(w.poll).or(page.getByRole('menuitem', { name: w.poll, exact: true }))
  await tile.waitFor()
  await see('talk-plus')
  await tile.click()
  await page.getByRole('dialog', { name: w.newPoll }).waitFor()
  await see('poll-form')
  await shown(w.close).click()
  await page.getByRole('dialog', { name: w.newPoll }).waitFor({ state: 'detached' })
  await bubble(page, 'What do we read next').getByRole('button', { name: w.who }).click()
  await page.getByRole('dialog', { name: w.who }).getByText('林夏').first().waitFor()
  await see('voters')
  await shown(w.close).click()
  await toFirst()
  await log(page)
    .getByRole('button', { name: /^2 (replies|条回复)/ })
    .click()
  await page.getByText('I made a list of questions').last().waitFor()
  await see('thread')
  await chats()
  await page.getByRole('searchbox', { name: w.search }).click()
  await page.getByRole('searchbox').filter({ visible: true }).last().fill('thursday')
  await see('chats-filtered')
  await button(/thursday[”」]$/).click()
  await page.getByRole('button').filter({ hasText: 'Who comes on' }).last().waitFor()
  await see('search')
  await shown(w.back).click()
  await page.getByRole('tab', { name: w.me, exact: true }).click()
  for (const [name, holds] of [
    ['favourites', 'Which chapters'],
    ['schedules', 'Today is the day'],
  ] as const) {
    await shown(w[name]).click()
    await page.getByText(holds).last().waitFor()
    await see(name)
    await shown(w.back).click()
  }
}

for (const language of ['en', 'zh'] as const)
  for (const [device, options] of Object.entries({ phone, desktop }))
    test(`a conversation on a ${device} in ${language}: nothing is cut, nameless or hard to read`, async () => {
      const locale = language === 'zh' ? 'zh-CN' : 'en-US'
      const visitor = await visit(browser, server.url, { ...options, locale })
      visitors.push(visitor)
      const isPhone = device === 'phone'
      const found: string[] = []
      await tour(visitor.page, words[language], isPhone, async screen => {
        found.push(...(await look(visitor.page, screen, `${device}-${language}`, isPhone)))
      })
      expect(found).toEqual([])
    }, 120_000)
