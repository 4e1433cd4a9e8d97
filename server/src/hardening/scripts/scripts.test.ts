/** Nothing that people write runs in a page: in messages, names, topics, statuses, polls and what is searched for. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { polls } from '@community-chat/shared/capabilities/polls/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { Fault } from '@community-chat/shared/protocol/faults'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { anAccount, log, openRoom, signUp } from '../../browser/acts'
import { desktop, openBrowser, visit } from '../../browser/people'
import { type Running, startServer } from '../../browser/running'
import { callHttp } from '../../testing/person'
import { payloads } from './payloads'

let server: Running
let browser: Browser
beforeAll(async () => void ([server, browser] = await Promise.all([startServer(), openBrowser()])), 60_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** A text is let in or refused with a fault: both are well, as long as the page never runs it. */
const tried = (work: Promise<unknown>) =>
  work.catch(error => {
    if (!(error instanceof Fault) || error.status >= 500) throw error
  })

test(`none of ${payloads.length} texts runs in a page that shows them all`, async () => {
  const signup = { username: 'mallory', password: 'a password of hers', displayName: payloads[0]! }
  const { accessToken: token } = await callHttp(server, accounts.routes.signup, signup)
  const attacks = payloads.map(text => text.slice(0, 48))
  for (const [i, text] of payloads.entries()) {
    await tried(callHttp(server, messages.routes.send, { roomId: 'lobby', content: { text } }, token))
    const short = attacks[i]!
    await tried(callHttp(server, profiles.routes.update, { displayName: short, bio: text }, token))
    if (i % 4 > 0) continue
    const room = { name: short, type: 'public_room', topic: text } as const
    await tried(callHttp(server, rooms.routes.create, room, token))
    const poll = { roomId: 'lobby', question: text, options: [short, `${i} ${short}`] }
    await tried(callHttp(server, polls.routes.create, poll as never, token))
  }
  const { page, errors } = await visit(browser, server.url, desktop)
  await signUp(page, anAccount('Victim'))
  await openRoom(page, 'Lobby')
  await log(page).getByText('window.pwned').first().waitFor()
  for (let i = 0; i < 12; i++) {
    await page.mouse.move(500 + i * 20, 150 + i * 40)
    await page.mouse.wheel(0, -2500)
    await page.waitForTimeout(150)
  }
  expect(await page.evaluate(() => (window as unknown as { pwned?: number }).pwned)).toBeUndefined()
  expect(await page.locator('script:not([src]), iframe, object, embed, [onerror], [onload]').count()).toBe(0)
  const ways = await page
    .locator('a[href]')
    .evaluateAll(all => all.map(one => one.getAttribute('href') ?? ''))
  expect(ways.filter(href => !/^(https?:|#|\/|mailto:)/.test(href))).toEqual([])
  expect(errors).toEqual([])
}, 120_000)
