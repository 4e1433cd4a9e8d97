/** What people do with their account on the page: how they sign in, and how they go for good. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { anAccount, bubble, chat, enter, log, openRoom, say, signIn, signUp } from './acts'
import { desktop, openBrowser, phone, visit } from './people'
import { type Running, startServer } from './running'

let server: Running
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test('who deletes their account proves it, is out, and what they said is gone from the page of another', async () => {
  const [going, staying] = [anAccount('Going'), anAccount('Staying')]
  const { page: other } = await visit(browser, server.url, desktop)
  await signUp(other, staying)
  const { page, errors } = await visit(browser, server.url, phone)
  await signUp(page, going)
  await openRoom(page, 'Lobby')
  await say(page, 'I was here')
  await openRoom(other, 'Lobby')
  await bubble(other, 'I was here').waitFor()

  await page.getByRole('button', { name: 'Back', exact: true }).first().click()
  await page.getByRole('tab', { name: 'Me' }).click()
  await page.getByRole('button', { name: 'Sign-in methods' }).click()
  await page.getByRole('button', { name: /^Password/ }).waitFor()
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await page.getByRole('button', { name: 'Delete account' }).click()
  const name = page.getByRole('textbox', { name: `Type your username, ${going.username}` })
  const password = page.getByLabel('Password', { exact: true })
  const forGood = page.getByRole('button', { name: 'Delete for good' })
  await forGood.click()
  await page.getByText('That is not your username.').waitFor()
  await name.fill(going.username)
  await password.fill('not the password')
  await forGood.click()
  await page.getByText("That password isn't right. Try again.").waitFor()
  await password.fill(going.password)
  await forGood.click()

  await page.getByRole('button', { name: 'Create an account' }).waitFor()
  await bubble(other, 'I was here').waitFor({ state: 'detached' })
  expect(await log(other).getByText('Going', { exact: true }).count()).toBe(0)
  await signIn(page, going)
  await page.getByText("That name or password isn't right. Try again.").waitFor()
  await enter(page, staying)
  await chat(page, 'Lobby').waitFor()
  expect(errors).toEqual([])
})
