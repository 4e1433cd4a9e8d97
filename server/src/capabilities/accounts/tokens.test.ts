import { createHmac, generateKeyPairSync } from 'node:crypto'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import jwt from 'jsonwebtoken'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp } from '../../testing/person'
import { rawHttp, rawSignedIn, rawSocket, sameBody } from '../../testing/raw'
import { anAccount } from './factory'

const secret = 'the-secret-of-this-test-0123456789'
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

let app: TestApp
let good: string
let refreshToken: string
let victim: { sub: string; sid: string }
beforeAll(async () => {
  app = await openTestApp({ JWT_SECRET: secret })
  const { session } = await anAccount(app)
  good = session.accessToken
  refreshToken = session.refreshToken
  victim = jwt.decode(good) as typeof victim
})
afterAll(() => app.close())

type Claims = Record<string, unknown>
const claims = (changed: Claims = {}): Claims => {
  const now = Math.floor(Date.now() / 1000)
  const all = {
    sub: victim.sub,
    sid: victim.sid,
    iss: 'community-chat',
    aud: 'community-chat',
    iat: now,
    exp: now + 900,
    ...changed,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}
const signed = (changed: Claims = {}, options: jwt.SignOptions = {}, key: jwt.Secret = secret) =>
  jwt.sign(claims(changed), key, { algorithm: 'HS256', ...options })
/** Signs by hand, for what the library would not sign. */
const forged = (header: Claims, payload: Claims, key: string) => {
  const body = `${encode(header)}.${encode(payload)}`
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
}
const inThePast = () => Math.floor(Date.now() / 1000) - 1
const altered = (changed: Claims) => {
  const [header, payload, signature] = good.split('.')
  const before = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as Claims
  return `${header}.${encode({ ...before, ...changed })}.${signature}`
}
const guesses = [
  '',
  'secret',
  'password',
  'changeme',
  'your_jwt_secret',
  'jwt_secret',
  'community-chat',
  'key',
  '123456',
  'null',
  'undefined',
]

const attacks: [name: string, token: () => string][] = [
  ['alg none without a signature', () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims())}.`],
  ['alg None in another case', () => `${encode({ alg: 'NoNe', typ: 'JWT' })}.${encode(claims())}.`],
  [
    'alg none with the old signature',
    () => `${encode({ alg: 'none' })}.${good.split('.')[1]}.${good.split('.')[2]}`,
  ],
  [
    'an RSA signature where a shared secret is meant',
    () => signed({}, { algorithm: 'RS256' }, rsa.privateKey),
  ],
  ['HS256 keyed with a public key', () => forged({ alg: 'HS256', typ: 'JWT' }, claims(), publicPem)],
  ['another HMAC than the pinned one, with the right secret', () => signed({}, { algorithm: 'HS512' })],
  [
    'its own key in the header',
    () => forged({ alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } }, claims(), 'AAAA'),
  ],
  ['a key id that is a path', () => forged({ alg: 'HS256', kid: '../../../dev/null' }, claims(), '')],
  ['a key id that is a query', () => forged({ alg: 'HS256', kid: "' UNION SELECT 'key" }, claims(), 'key')],
  ['another subject under the old signature', () => altered({ sub: 'someone-else' })],
  ['administration under the old signature', () => altered({ adm: true })],
  ['a longer life under the old signature', () => altered({ exp: Math.floor(Date.now() / 1000) + 1e6 })],
  ['a token that has expired', () => signed({ exp: inThePast() })],
  ['a token that is not yet valid', () => signed({ nbf: Math.floor(Date.now() / 1000) + 600 })],
  ['a token without an end', () => signed({ exp: undefined })],
  ['another issuer', () => signed({ iss: 'another-chat' })],
  ['no issuer', () => signed({ iss: undefined })],
  ['another audience', () => signed({ aud: 'another-chat' })],
  ['no audience', () => signed({ aud: undefined })],
  ['no subject', () => signed({ sub: undefined })],
  ['no sign-in', () => signed({ sid: undefined })],
  ['a subject that is an operator', () => forged({ alg: 'HS256' }, claims({ sub: { $ne: null } }), secret)],
  ['a sign-in that is an operator', () => forged({ alg: 'HS256' }, claims({ sid: { $ne: null } }), secret)],
  ['a refresh token in its place', () => refreshToken],
  ['an empty word', () => ' '],
  ['no token at all', () => 'null'],
  ['two dots', () => '..'],
  ['a payload that is no object', () => `${encode({ alg: 'HS256' })}.${encode('text')}.x`],
  ...guesses.map((guess): [string, () => string] => [
    `the guessed secret "${guess}"`,
    () => forged({ alg: 'HS256', typ: 'JWT' }, claims(), guess),
  ]),
]

test('the twin of every attack, rightly signed, is let in on HTTP, on the upgrade and in the first frame', async () => {
  for (const token of [good, signed(), forged({ alg: 'HS256', typ: 'JWT' }, claims(), secret)]) {
    expect((await callHttp(app, profiles.routes.me, {}, token)).id).toBe(victim.sub)
    ;(await rawSignedIn(app, token)).socket.terminate()
    const socket = await rawSocket(app)
    socket.send({ type: 'authenticate', token })
    expect((await socket.frame(one => one.type === 'welcome')).userId).toBe(victim.sub)
    socket.socket.terminate()
  }
})

describe.each(attacks)('%s', (_, token) => {
  test('is refused on HTTP with the one body', async () => {
    const answer = await rawHttp(app, '/api/me', { token: token() })
    expect(answer.status).toBe(401)
    expect(sameBody(answer)).toEqual({ code: 'unauthenticated', message: 'Sign in first.' })
  })

  test('is refused on the upgrade with 4001', async () => {
    const socket = await rawSocket(app, { headers: { authorization: `Bearer ${token()}` } })
    expect(await socket.closed).toBe(4001)
    expect(socket.frames).toEqual([])
  })

  test('is refused as the first frame with 4001', async () => {
    const socket = await rawSocket(app)
    socket.send({ type: 'authenticate', id: '1', token: token() })
    expect(await socket.closed).toBe(4001)
    expect(socket.frames.filter(frame => frame.type === 'welcome')).toEqual([])
  })

  test('is refused on an open socket with 4001', async () => {
    const socket = await rawSignedIn(app, good)
    socket.send({ type: 'authenticate', id: '1', token: token() })
    expect(await socket.closed).toBe(4001)
    expect(socket.frames.filter(frame => frame.type === 'reply')).toEqual([])
  })
})

describe('a huge token', () => {
  const huge = (size: number) => forged({ alg: 'HS256', pad: 'x'.repeat(size) }, claims(), 'key')

  test('that fits into a request is refused like any other', async () => {
    const token = huge(5000)
    expect((await rawHttp(app, '/api/me', { token })).status).toBe(401)
    const upgraded = await rawSocket(app, { headers: { authorization: `Bearer ${token}` } })
    expect(await upgraded.closed).toBe(4001)
    const open = await rawSignedIn(app, good)
    open.send({ type: 'authenticate', id: '1', token })
    expect(await open.closed).toBe(4001)
  })

  test('that does not is not even read', async () => {
    const token = huge(100_000)
    expect((await rawHttp(app, '/api/me', { token })).status).toBe(431)
    await expect(rawSocket(app, { headers: { authorization: `Bearer ${token}` } })).rejects.toMatchObject({
      status: 431,
    })
    const unnamed = await rawSocket(app)
    unnamed.send({ type: 'authenticate', id: '1', token })
    expect(await unnamed.closed).toBe(1009)
    expect((await rawHttp(app, '/api/me', { token: good })).status).toBe(200)
  })
})

test.each(['Basic dXNlcjpwYXNz', 'bearer', 'Bearer', 'Token x', ''])(
  'another way of authorizing is nobody: "%s"',
  async authorization => {
    const answer = await rawHttp(app, '/api/me', { headers: { authorization } })
    expect(answer.status).toBe(401)
  },
)

test('a token in the address opens nothing', async () => {
  const answer = await rawHttp(app, `/api/me?token=${good}&access_token=${good}`)
  expect(answer.status).toBe(401)
  const socket = await rawSocket(app, { path: `?token=${good}&access_token=${good}` })
  socket.send({ type: 'list_conversations', id: '1' })
  expect(await socket.closed).toBe(4001)
  expect(socket.frames).toEqual([])
})

test('the claims of a token carry nothing but who, where and until when', () => {
  expect(Object.keys(jwt.decode(good) as object).sort()).toEqual([
    'aud',
    'exp',
    'iat',
    'iss',
    'jti',
    'sid',
    'sub',
  ])
})
