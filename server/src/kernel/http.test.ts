import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../testing/app'
import { aPerson, type TestPerson } from '../testing/person'
import { rawHttp } from '../testing/raw'

let app: TestApp
let alice: TestPerson
const page = mkdtempSync(join(tmpdir(), 'community-chat-page-'))
beforeAll(async () => {
  mkdirSync(join(page, 'js'))
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>chat</title>')
  writeFileSync(join(page, 'js/app.0123abcd.js'), 'let x')
  writeFileSync(join(page, 'sw.js'), 'let y')
  app = await openTestApp({ H5_DIR: page })
  alice = await aPerson(app, 'alice')
})
afterAll(async () => {
  await app.close()
  rmSync(page, { recursive: true, force: true })
})

describe.each(['/', '/api/me', '/health', '/nothing/here'])('the answer at %s', path => {
  test('has the headers that protect who reads it', async () => {
    const { headers } = await rawHttp(app, path)
    const policy = Object.fromEntries(
      String(headers['content-security-policy'])
        .split(';')
        .map(one => one.trim().split(/ (.*)/s)),
    )
    expect(policy['script-src']).toBe("'self'")
    expect(policy['default-src']).toBe("'self'")
    expect(policy['object-src']).toBe("'none'")
    expect(policy['base-uri']).toBe("'self'")
    expect(policy['frame-ancestors']).toBe("'none'")
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': expect.any(String),
      'x-frame-options': expect.any(String),
    })
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  test('has an id of its own', async () => {
    const ids = await Promise.all([1, 2].map(async () => (await rawHttp(app, path)).headers['x-request-id']))
    expect(ids.every(id => /^[\w-]{21}$/.test(String(id)))).toBe(true)
    expect(ids[0]).not.toBe(ids[1])
  })
})

test('the page is served with its shell never from a stale cache and its hashed files for ever', async () => {
  const get = async (path: string) => await rawHttp(app, path)
  expect(await get('/')).toMatchObject({
    status: 200,
    headers: { 'cache-control': 'no-cache', 'content-type': expect.stringContaining('text/html') },
  })
  expect((await get('/js/app.0123abcd.js')).headers['cache-control']).toBe(
    'public, max-age=31536000, immutable',
  )
  expect((await get('/sw.js')).headers['cache-control']).toBe('no-cache')
})

test.each([
  '/../package.json',
  '/..%2fpackage.json',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/js/..%5c..%5cindex.html',
  '/.env',
  '//etc/passwd',
])('nothing outside the page is served: %s', async path => {
  const { status, text } = await rawHttp(app, path)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  expect(text).not.toMatch(/root:|"private"|doctype/)
})

test('an answer of the API is kept by no cache', async () => {
  for (const token of [alice.session.accessToken, undefined]) {
    expect((await rawHttp(app, '/api/me', { token })).headers['cache-control']).toBe('no-store')
  }
})

test('a refusal is one shape with its id, and says nothing of the inside', async () => {
  const { status, headers, body, text } = await rawHttp(app, '/api/me')
  expect(status).toBe(401)
  expect(body).toEqual({
    error: { code: 'unauthenticated', message: 'Sign in first.', requestId: headers['x-request-id'] },
  })
  expect(text).not.toContain('stack')
})

test('health says how the node is', async () => {
  const { status, body, headers } = await rawHttp(app, '/health')
  expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
  expect(body).toMatchObject({
    status: 'healthy',
    uptime: expect.any(Number),
    mongo: { ok: true },
    websocket: { connections: 1 },
    memory: { rss: expect.any(Number) },
    timestamp: expect.any(String),
  })
})

test('a route that answers nothing is 204 without a body', async () => {
  const { status, text } = await rawHttp(app, '/api/logout', {
    method: 'POST',
    token: (await aPerson(app)).session.accessToken,
  })
  expect([status, text]).toEqual([204, ''])
})

test('the library answers as HTTP does, and keeps to the same rules', async () => {
  const library = app.as(alice.id)
  const sent = await library.call(messages.routes.send, { roomId: 'lobby', content: { text: 'from inside' } })
  expect(await alice.call(messages.routes.get, { messageId: sent.id })).toEqual(sent)
  await expect(library.call(messages.routes.get, { messageId: 'no-such-message' })).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(
    library.call(messages.routes.send, { roomId: 'lobby', content: { text: '' } }),
  ).rejects.toMatchObject({ code: 'invalid_input' })
})

test('a POST may stand for a method that its host cannot send, and for no other', async () => {
  const bob = await aPerson(app, 'bob')
  const post = (method: string) =>
    rawHttp(app, '/api/me', {
      method: 'POST',
      headers: { 'X-HTTP-Method-Override': method },
      token: bob.session.accessToken,
      body: { displayName: 'Bob by POST' },
    })
  expect(await post('PATCH')).toMatchObject({ status: 200, body: { displayName: 'Bob by POST' } })
  expect((await post('GET')).status).toBe(404)
})
