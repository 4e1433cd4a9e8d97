import { setTimeout } from 'node:timers/promises'
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp } from '../../testing/person'
import { rawCall, sameBody } from '../../testing/raw'
import { anAccount } from './factory'
import { guessed } from './guesses'

const { routes } = accounts
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const guess = (username: string, password = 'a guess') => rawCall(app, routes.login, { username, password })

test('after ten wrong passwords the name is locked, also for the right one, and says for how long', async () => {
  const { username, password } = await anAccount(app)
  for (let i = 0; i < 10; i++) expect((await guess(username)).body.error.code).toBe('wrong_credentials')
  const locked = await guess(username, password)
  expect(locked.status).toBe(429)
  expect(locked.body.error.code).toBe('locked')
  const { retryAfter } = locked.body.error.data
  expect(retryAfter).toBeGreaterThan(800)
  expect(retryAfter).toBeLessThanOrEqual(900)
  expect(locked.headers['retry-after']).toBe(String(retryAfter))
})

test('a name that nobody has is locked just the same, with the same bodies', async () => {
  const { username } = await anAccount(app)
  for (let i = 0; i < 12; i++) {
    const [real, none] = [await guess(username), await guess('nobody-here')]
    expect(real.status).toBe(none.status)
    const [one, other] = [sameBody(real), sameBody(none)] as { data?: { retryAfter: number } }[]
    for (const body of [one, other]) if (body?.data) body.data.retryAfter = 0
    expect(one).toEqual(other)
  }
})

test('forty guesses at once are still only ten tries', async () => {
  const { username } = await anAccount(app)
  const codes = (await Promise.all(Array.from({ length: 40 }, () => guess(username)))).map(
    one => one.body.error.code,
  )
  expect(codes.filter(code => code === 'wrong_credentials')).toHaveLength(10)
  expect(codes.filter(code => code === 'locked')).toHaveLength(30)
})

test('the case of the name and spaces around it do not give more tries', async () => {
  const { username } = await anAccount(app)
  const ways = [username, username.toUpperCase(), ` ${username} `]
  for (let i = 0; i < 10; i++) await guess(ways[i % 3]!)
  for (const way of ways) expect((await guess(way)).body.error.code).toBe('locked')
})

test('twenty devices may sign in to one account at the same moment', async () => {
  const { username, password } = await anAccount(app)
  const all = await Promise.all(Array.from({ length: 20 }, () => guess(username, password)))
  expect(all.map(one => one.status)).toEqual(Array(20).fill(200))
})

test('who signs in while ten others are judged waits for what those are', async () => {
  const [right, wrong] = [true, false].map(fits => () => setTimeout(20, fits))
  const name = `busy ${Math.random()}`
  expect(await Promise.all(Array.from({ length: 20 }, () => guessed(name, right!)))).toEqual(
    Array(20).fill(true),
  )
  const many = await Promise.allSettled(Array.from({ length: 20 }, () => guessed(name, wrong!)))
  expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
})

test('signing in clears the count', async () => {
  const { username, password } = await anAccount(app)
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 9; i++) await guess(username)
    expect((await guess(username, password)).status).toBe(200)
  }
})

test('one locked name locks no other', async () => {
  const [one, other] = [await anAccount(app), await anAccount(app)]
  for (let i = 0; i < 11; i++) await guess(one.username)
  expect((await guess(other.username, other.password)).status).toBe(200)
})

test('a stolen token does not help to guess the password: changing it counts the same tries', async () => {
  const { username, password, session } = await anAccount(app)
  const change = (oldPassword: string) =>
    callHttp(
      app,
      routes.changePassword,
      { oldPassword, newPassword: 'another one' },
      session.accessToken,
    ).catch(error => error.code)
  for (let i = 0; i < 10; i++) expect(await change('a guess')).toBe('wrong_credentials')
  expect(await change(password)).toBe('locked')
  expect((await guess(username, password)).body.error.code).toBe('locked')
})
