import { test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { polls } from '@community-chat/shared/capabilities/polls/contract'
import { chains } from '@community-chat/shared/capabilities/chains/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { schedules } from '@community-chat/shared/capabilities/schedules/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { callHttp } from '../testing/person'
import { openBrowser, visit, phone, desktop } from './people'
import { startServer } from './running'

test('look', async () => {
  const server = await startServer({ SCHEDULE_SHORTEST: '1' })
  const browser = await openBrowser()
  const out = '/tmp/e-look'
  const one = await callHttp(server, accounts.routes.signup, { username: 'linxia', password: 'the password of x', displayName: '林夏' })
  const two = await callHttp(server, accounts.routes.signup, { username: 'mateo', password: 'the password of x', displayName: 'Mateo' })
  const t1 = one.accessToken, t2 = two.accessToken
  const room = await callHttp(server, rooms.routes.create, { name: '周末徒步', memberIds: [two.user.id] }, t1)
  const roomId = room.id
  const p = await callHttp(server, polls.routes.create, { roomId, question: '周六走哪条线？', options: ['雾灵东线 · 9 km', '湖岸环线 · 6 km'], open: true, closesAt: new Date(Date.now() + 36e5 * 5).toISOString() }, t1)
  await callHttp(server, polls.routes.vote, { messageId: p.id, options: ['o1'] }, t2)
  const q = await callHttp(server, polls.routes.create, { roomId, question: 'What do we bring?', options: ['Water', 'Snacks', 'A very long answer that does not fit into one line'], multiple: true, anonymous: true }, t2)
  await callHttp(server, polls.routes.vote, { messageId: q.id, options: ['o1', 'o2'] }, t2)
  await callHttp(server, polls.routes.vote, { messageId: q.id, options: ['o1'] }, t1)
  const z = await callHttp(server, polls.routes.create, { roomId, question: 'Closed one?', options: ['Yes', 'No'] }, t1)
  await callHttp(server, polls.routes.vote, { messageId: z.id, options: ['o1'] }, t2)
  await callHttp(server, polls.routes.close, { messageId: z.id }, t1)
  const c = await callHttp(server, chains.routes.create, { roomId, title: '周六徒步，谁来？', example: '名字、几人' }, t1)
  await callHttp(server, chains.routes.join, { messageId: c.id, text: '林夏 2 人' }, t1)
  await callHttp(server, chains.routes.join, { messageId: c.id, text: 'Mateo + dog' }, t2)
  const d = await callHttp(server, chains.routes.create, { roomId, title: 'Potluck' }, t2)
  await callHttp(server, chains.routes.join, { messageId: d.id, text: 'Mateo' }, t2)
  const said = await callHttp(server, messages.routes.send, { roomId, content: { text: 'see you there' } }, t2)
  const at = (h: number) => new Date(Date.now() + h * 36e5).toISOString()
  await callHttp(server, schedules.routes.create, { roomId, content: { text: '早上好，别忘了带水' }, at: at(13) }, t2)
  await callHttp(server, schedules.routes.create, { roomId, content: { text: 'On my way' }, at: at(72) }, t2)
  await callHttp(server, schedules.routes.remind, { messageId: said.id, note: '', at: new Date(Date.now() + 1500).toISOString() }, t2)
  await callHttp(server, schedules.routes.remind, { note: 'Buy rope', at: at(200) }, t2)
  const gone = await callHttp(server, rooms.routes.create, { name: 'Old room', memberIds: [two.user.id] }, t1)
  await callHttp(server, schedules.routes.create, { roomId: gone.id, content: { text: 'too late' }, at: new Date(Date.now() + 1500).toISOString() }, t2)
  await callHttp(server, rooms.routes.removeMember, { roomId: gone.id, userId: two.user.id }, t1)
  const shot = (page: Page, name: string) => page.screenshot({ path: `${out}/${name}.png` })
  for (const [name, options, scheme, locale] of [
    ['phone-light-en', phone, 'light', 'en-US'],
    ['phone-dark-zh', phone, 'dark', 'zh-CN'],
    ['desk-light-zh', desktop, 'light', 'zh-CN'],
    ['desk-dark-en', desktop, 'dark', 'en-US'],
  ] as const) {
    const zh = locale === 'zh-CN'
    const { page } = await visit(browser, server.url, { ...options, colorScheme: scheme, locale })
    await page.getByRole('button', { name: zh ? '已有账号，去登录' : 'I have an account' }).click()
    await page.getByRole('textbox', { name: zh ? '用户名' : 'Username' }).fill('mateo')
    await page.getByLabel(zh ? '密码' : 'Password', { exact: true }).fill('the password of x')
    await page.getByLabel(zh ? '密码' : 'Password', { exact: true }).press('Enter')
    await page.getByRole('tablist').waitFor()
    await page.goto(`${server.url}/?room=${roomId}`).catch(() => undefined)
    await page.waitForTimeout(1500)
    if (!(await page.getByRole('log').isVisible())) await page.getByRole('option', { name: /周末徒步/ }).click()
    await page.waitForTimeout(800)
    await shot(page, `${name}-1-end`)
    await page.getByText(zh ? '周六走哪条线' : '周六走哪条线').last().scrollIntoViewIfNeeded()
    await page.waitForTimeout(400)
    await shot(page, `${name}-2-polls`)
    await page.getByRole('button', { name: zh ? '更多内容' : 'More to send' }).click().catch(() => undefined)
    await page.waitForTimeout(400)
    await shot(page, `${name}-3-tiles`)
    const tile = (w: string) => page.getByRole('button', { name: w, exact: true }).or(page.getByRole('menuitem', { name: w, exact: true }))
    await tile(zh ? '投票' : 'Poll').click({ timeout: 3000 }).catch(() => undefined)
    await page.waitForTimeout(600)
    await shot(page, `${name}-4-pollform`)
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: zh ? '说点什么' : 'Message' }).or(page.locator('.composer textarea')).first().fill('later text')
    await page.locator('.composer-send-hit').click({ button: 'right' })
    await page.waitForTimeout(400)
    await shot(page, `${name}-5-when`)
    await page.locator('.when-one').last().click()
    await page.waitForTimeout(300)
    await shot(page, `${name}-6-custom`)
    await page.keyboard.press('Escape')
    await page.locator('.plan-note').click({ timeout: 3000 }).catch(() => undefined)
    await page.waitForTimeout(600)
    await shot(page, `${name}-7-list`)
    await page.getByText('Buy rope').click({ timeout: 3000 }).catch(() => undefined)
    await page.waitForTimeout(300)
    await shot(page, `${name}-8-acts`)
    await page.context().close()
  }
  await browser.close()
  await server.close()
}, 200_000)
