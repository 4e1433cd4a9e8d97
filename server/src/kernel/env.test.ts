import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { startProgram } from '../testing/programs'
import { type Env, readEnv, signingSecret } from './env'

const strong = 'k3ep-This_out-of.every,log!0123456789'
let folder: string
const folders: string[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'community-chat-env-'))
  folders.push(folder)
})
afterAll(() => folders.forEach(one => rmSync(one, { recursive: true, force: true })))

const withFile = (lines: string) => writeFileSync(join(folder, '.env'), lines)

test('without any setting there is a default for each, and nothing to say', () => {
  const { env, problems, warnings } = readEnv({}, folder)
  expect([problems, warnings]).toEqual([[], []])
  expect(env).toMatchObject({
    PORT: 8080,
    NODE_ENV: 'development',
    ACCESS_TOKEN_SECONDS: 900,
    WS_MAX_PAYLOAD: 1048576,
    RATE_LIMIT_ENABLED: true,
  })
})

test('variables of the environment win over .env; an empty one is the default', () => {
  withFile('PORT=7001\nWS_HEARTBEAT_INTERVAL=7\nACCESS_TOKEN_SECONDS=70\n')
  const { env } = readEnv({ PORT: '7002', ACCESS_TOKEN_SECONDS: '' }, folder)
  expect([env.PORT, env.WS_HEARTBEAT_INTERVAL, env.ACCESS_TOKEN_SECONDS]).toEqual([7002, 7, 900])
})

test.each([
  ['PORT', 'eighty'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', '0x50'],
  ['PORT', ' 80'],
  ['WS_PORT', 'x'],
  ['NODE_ENV', 'prod'],
  ['LOG_LEVEL', 'loud'],
  ['RATE_LIMIT_ENABLED', 'yes'],
  ['TRUST_PROXY', '2'],
  ['ACCESS_TOKEN_SECONDS', '4'],
  ['ACCESS_TOKEN_SECONDS', '3601'],
  ['WS_MAX_PAYLOAD', '1024'],
  ['WS_MAX_CONNECTIONS', '0'],
  ['WS_HEARTBEAT_INTERVAL', '0'],
])('a bad value gives one line that names it: %s=%s', (name, value) => {
  const { problems } = readEnv({ [name]: value }, folder)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(`${name} has a bad value "${value}"`)
  expect(problems[0]).not.toContain('\n')
})

test('every bad value has its line', () => {
  expect(readEnv({ PORT: 'x', LOG_LEVEL: 'y' }, folder).problems).toHaveLength(2)
})

test('a key in .env that is no setting is warned of; variables that are not ours are not', () => {
  withFile('PORT=7001\nPORTT=7002\nMY_PASSWORD=hunter2\n')
  const { warnings, problems } = readEnv({ HOME: '/root', SHELL: '/bin/sh' }, folder)
  expect(problems).toEqual([])
  expect(warnings.toSorted().toReversed()).toEqual([
    '.env: PORTT is not a setting and is ignored.',
    '.env: MY_PASSWORD is not a setting and is ignored.',
  ])
})

test('names of later versions are accepted and said to have no effect, without their value', () => {
  const { warnings, problems } = readEnv({ OPENAI_API_KEY: 'sk-secret', SMS_API_KEY: 'hunter2' }, folder)
  expect(problems).toEqual([])
  expect(warnings).toHaveLength(2)
  expect(warnings.join()).not.toMatch(/sk-secret|hunter2/)
})

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privatePem = pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
const publicPem = pair.publicKey.export({ format: 'pem', type: 'spki' }).toString()
const alipay = { ALIPAY_APP_ID: '2021', ALIPAY_PRIVATE_KEY: privatePem, ALIPAY_PUBLIC_KEY: publicPem }

test('settings that belong together are set together; half of them is one line that names what is missing', () => {
  const { ALIPAY_APP_ID, ...keys } = alipay
  for (const whole of [alipay, { WECHAT_APP_ID: 'wx1', WECHAT_APP_SECRET: 'secret-of-wx' }])
    expect(readEnv(whole, folder).problems).toEqual([])
  expect(readEnv({ WECHAT_APP_SECRET: 'secret-of-wx' }, folder).problems).toEqual([
    'WECHAT_APP_ID: missing beside WECHAT_APP_SECRET; set all of them or none.',
  ])
  expect(readEnv(keys, folder).problems).toEqual([
    'ALIPAY_APP_ID: missing beside ALIPAY_PRIVATE_KEY and ALIPAY_PUBLIC_KEY; set all of them or none.',
  ])
  expect(readEnv({ ALIPAY_APP_ID }, folder).problems).toHaveLength(1)
})

test.each([
  ['ALIPAY_PRIVATE_KEY', publicPem],
  ['ALIPAY_PRIVATE_KEY', 'not-a-key-at-all'],
  ['ALIPAY_PUBLIC_KEY', 'bm90IGEga2V5'],
  ['ALIPAY_PUBLIC_KEY', privatePem],
])('what is no RSA key of the right half is refused without being shown: %s (%#)', (name, value) => {
  const { problems } = readEnv({ ...alipay, [name]: value }, folder)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(`${name} has a bad value: it must be an RSA`)
  expect(problems[0]).not.toContain(value.slice(0, 20))
})

test.each(['WECHAT_API', 'ALIPAY_GATEWAY'])('%s is an address of the web', name => {
  for (const value of ['api.weixin.qq.com', 'file:///etc/passwd', 'https://'])
    expect(readEnv({ [name]: value }, folder).problems).toHaveLength(1)
  expect(readEnv({ [name]: 'https://sandbox.example/a' }, folder).problems).toEqual([])
})

test('each setting is documented in .env.example, and nothing else is', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../../.env.example'), 'utf8')
  const documented = [...text.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(match => match[1]!)
  const settings = Object.keys(readEnv({ WS_PORT: '1' }, folder).env)
  expect(documented.sort()).toEqual(settings.sort())
})

describe('in production', () => {
  const production = (JWT_SECRET?: string) =>
    readEnv({ NODE_ENV: 'production', ...(JWT_SECRET === undefined ? {} : { JWT_SECRET }) }, folder)

  test('hashing passwords with less memory than is safe is refused', () => {
    const { problems } = readEnv(
      { NODE_ENV: 'production', JWT_SECRET: 'q8Zr2-vX7_tB4nK9wL1mP6sD3fG5hJ0a', PASSWORD_MEMORY: '8' },
      folder,
    )
    expect(problems).toEqual([expect.stringMatching(/^PASSWORD_MEMORY is too little/)])
  })

  test('a missing secret is refused', () => {
    expect(production().problems).toEqual([expect.stringMatching(/^JWT_SECRET is missing/)])
  })

  test.each(['secret', 'your_jwt_secret', 'x'.repeat(64), 'abcabcabc'.repeat(5), 'short-but-Random1'])(
    'a weak one is refused, and not repeated: %s',
    weak => {
      const { problems } = production(weak)
      expect(problems).toEqual([expect.stringMatching(/^JWT_SECRET is too weak/)])
      expect(problems.join()).not.toContain(weak)
    },
  )

  test('a strong one is taken', () => {
    expect(production(strong).problems).toEqual([])
  })

  test('the server does not start without one, and says why in one line', async () => {
    const program = startProgram(
      [resolve(import.meta.dirname, '../../dist/main.js')],
      { NODE_ENV: 'production', DATA_DIR: folder, PORT: '0' },
      folder,
    )
    expect(await program.ended).toBe(1)
    expect(program.output().trim().split('\n')).toEqual([
      expect.stringMatching(/^Configuration: JWT_SECRET is missing/),
    ])
  })
})

test('a server with a bad value does not start and names it in one line', async () => {
  const program = startProgram(
    [resolve(import.meta.dirname, '../../dist/main.js')],
    { PORT: 'eighty', DATA_DIR: folder },
    folder,
  )
  expect(await program.ended).toBe(1)
  expect(program.output().trim().split('\n')).toEqual([
    'Configuration: PORT has a bad value "eighty": it must be a whole number from 0 to 65535',
  ])
})

test('a bad secret value is never printed', () => {
  const { problems } = readEnv(
    { NODE_ENV: 'production', JWT_SECRET: 'hunter2', MONGODB_URI: 'mongodb://me:hunter2@db' },
    folder,
  )
  expect(problems.join()).not.toContain('hunter2')
})

test('in development a random secret is made once and kept for this folder alone, readable by its owner', () => {
  const env = { JWT_SECRET: '', DATA_DIR: join(folder, 'data') } as Env
  const secret = signingSecret(env)
  expect(secret.length).toBeGreaterThanOrEqual(64)
  expect(signingSecret(env)).toBe(secret)
  expect(statSync(join(folder, 'data/jwt-secret')).mode & 0o777).toBe(0o600)
  expect(signingSecret({ ...env, DATA_DIR: join(folder, 'other') })).not.toBe(secret)
  expect(signingSecret({ ...env, JWT_SECRET: strong })).toBe(strong)
  expect(existsSync(join(folder, 'other/jwt-secret'))).toBe(true)
})
