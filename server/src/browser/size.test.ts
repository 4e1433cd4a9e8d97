import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Response } from 'playwright-core'
import { openBrowser, phone } from './people'
import { startServer, type Running } from './running'

const budget = 230_000

let server: Running
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test(`a first visit loads at most ${budget / 1000} kB of page, script and style, and nothing from elsewhere`, async () => {
  const page = await (await browser.newContext(phone)).newPage()
  const answers: Response[] = []
  page.on('response', answer => answers.push(answer))
  await page.goto(server.url)
  await page.getByRole('button', { name: 'Create an account' }).waitFor()
  const loaded = answers.filter(answer =>
    ['document', 'script', 'stylesheet'].includes(answer.request().resourceType()),
  )
  const sizes = await Promise.all(
    loaded.map(async answer => ({
      path: new URL(answer.url()).pathname,
      size: gzipSync(await answer.body(), { level: 9 }).length,
    })),
  )
  const total = sizes.reduce((sum, { size }) => sum + size, 0)
  console.log(
    [
      ...sizes.map(({ path, size }) => `${path} ${size}`),
      `first load: ${(total / 1000).toFixed(1)} kB gzip`,
    ].join('\n'),
  )
  expect(sizes.some(({ path }) => path.endsWith('.js'))).toBe(true)
  expect(sizes.some(({ path }) => path.endsWith('.css'))).toBe(true)
  expect(total).toBeLessThanOrEqual(budget)
  expect(
    answers
      .map(answer => new URL(answer.url()).origin)
      .filter(origin => origin !== server.url && origin !== 'null'),
  ).toEqual([])
})

test('the page holds no script of its own, and every file but the shell may be kept for ever', async () => {
  const answer = await fetch(server.url)
  const html = await answer.text()
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/)
  expect(html).not.toMatch(/\son\w+=|javascript:/i)
  expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self'(;|$)/)
  expect(answer.headers.get('cache-control')).toBe('no-cache')
  const files = [...html.matchAll(/(?:src|href)="(\.\/(?:js|css)\/[^"]+)"/g)].map(match => match[1]!)
  expect(files.length).toBeGreaterThan(1)
  for (const file of files) {
    const kept = (await fetch(new URL(file, server.url))).headers.get('cache-control')
    expect([file, kept]).toEqual([file, expect.stringContaining('immutable')])
  }
})
