/** Every setting of the server, read once, typed and checked: the only place that looks at the environment. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import * as z from 'zod/mini'

const flag = (byDefault: boolean) =>
  z.pipe(
    z._default(z.enum(['true', 'false', '1', '0']), byDefault ? 'true' : 'false'),
    z.transform(v => v === 'true' || v === '1'),
  )
const digits = (min: number, max: number) => {
  const fits = (value: string) => /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max
  return z.string().check(z.refine(fits, `it must be a whole number from ${min} to ${max}`))
}
const whole = (byDefault: number, min: number, max: number) =>
  z.pipe(
    z._default(digits(min, max), String(byDefault)),
    z.transform((value: string) => Number(value)),
  )
const text = (byDefault: string) => z._default(z.string(), byDefault)
const list = z.pipe(
  z._default(z.string(), ''),
  z.transform(v =>
    v
      .split(',')
      .map(s => s.trim())
      .filter(Boolean),
  ),
)

const redis = z.pipe(
  z._default(
    z
      .string()
      .check(z.refine(areRedisAddresses, 'it must be redis:// or rediss:// addresses, separated by commas')),
    '',
  ),
  z.transform((value: string) =>
    value
      .split(',')
      .map(one => one.trim())
      .filter(Boolean),
  ),
)

const address = (byDefault: string) =>
  z._default(z.string().check(z.refine(isAddress, 'it must begin with https:// or http://')), byDefault)
const rsa = (kind: 'private' | 'public') => {
  const fits = (value: string) => value === '' || rsaKey(kind, value) !== null
  return z._default(
    z.string().check(z.refine(fits, `it must be an RSA ${kind} key, as PEM or its base64 alone`)),
    '',
  )
}

/** KiB: what OWASP's password storage sheet names for argon2id with two passes. */
const safePasswordMemory = 19_456

const Settings = z.object({
  NODE_ENV: z._default(z.enum(['production', 'development', 'test']), 'development'),
  HOST: text('0.0.0.0'),
  PORT: whole(8080, 0, 65535),
  WS_PORT: z.optional(z.pipe(digits(0, 65535), z.transform(Number))),
  DATA_DIR: text('.data'),
  H5_DIR: text('miniapp/dist/h5'),
  LOG_LEVEL: z._default(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), 'info'),
  MONGODB_URI: text(''),
  JWT_SECRET: text(''),
  ACCESS_TOKEN_SECONDS: whole(900, 5, 3600),
  PASSWORD_MEMORY: whole(safePasswordMemory, 8, 1024 * 1024),
  ALLOWED_ORIGINS: list,
  TRUST_PROXY: flag(false),
  RATE_LIMIT_ENABLED: flag(true),
  METRICS_TOKEN: text(''),
  WS_MAX_PAYLOAD: whole(1024 * 1024, 16 * 1024, 16 * 1024 * 1024),
  WS_MAX_CONNECTIONS: whole(10_000, 1, 1_000_000),
  WS_HEARTBEAT_INTERVAL: whole(25, 1, 300),
  DRAIN_DELAY: whole(0, 0, 120),
  REDIS_URL: redis,
  REDIS_HOST: text(''),
  REDIS_PORT: whole(6379, 1, 65535),
  REDIS_PASSWORD: text(''),
  REDIS_DATABASE: whole(0, 0, 1_000_000),
  WECHAT_APP_ID: text(''),
  WECHAT_APP_SECRET: text(''),
  WECHAT_API: address('https://api.weixin.qq.com'),
  ALIPAY_APP_ID: text(''),
  ALIPAY_PRIVATE_KEY: rsa('private'),
  ALIPAY_PUBLIC_KEY: rsa('public'),
  ALIPAY_GATEWAY: address('https://openapi.alipay.com/gateway.do'),
  PRESENCE_GRACE: whole(15, 1, 300),
  LINK_CARDS: flag(true),
  SCHEDULE_SHORTEST: whole(60, 1, 3600),
  EDIT_WINDOW: whole(86_400, 0, 315_360_000),
  RECALL_WINDOW: whole(120, 0, 315_360_000),
})

/** The checked settings; times in seconds, sizes in bytes. */
export type Env = z.output<typeof Settings>

/** Names that belong to capabilities of a later version: accepted, said aloud, without effect. */
const later = [
  ...['MODERATION_ENABLED', 'AUTO_MODERATION', 'ADULT_CONTENT_THRESHOLD', 'OPENAI_API_KEY'],
  ...['RTMP_PORT', 'HLS_PORT', 'MAX_CONCURRENT_STREAMS', 'E2EE_ENABLED'],
  ...['PUSH_NOTIFICATION_KEY', 'EMAIL_API_KEY', 'SMS_API_KEY'],
]

/** Settings that mean something only together. */
const together: (keyof Env)[][] = [
  ['WECHAT_APP_ID', 'WECHAT_APP_SECRET'],
  ['ALIPAY_APP_ID', 'ALIPAY_PRIVATE_KEY', 'ALIPAY_PUBLIC_KEY'],
]

/** Secrets that stand in examples and are therefore known to everyone. */
const knownSecrets = ['your_jwt_secret', 'secret', 'changeme', 'change-me', 'jwt_secret', 'password']

/** The settings and what should be said about them; `problems` not empty means: do not start. */
export interface Reading {
  env: Env
  problems: string[]
  warnings: string[]
}

/** Reads settings from `.env` in `folder` and from `variables`, which win; `defaults` stand behind both. Never throws. */
export function readEnv(
  variables: NodeJS.ProcessEnv,
  folder: string,
  defaults: Record<string, string> = {},
): Reading {
  const file = join(folder, '.env')
  const written = existsSync(file) ? (parseEnv(readFileSync(file, 'utf8')) as Record<string, string>) : {}
  const names = Object.keys(Settings.shape)
  const set: Record<string, string> = {}
  for (const name of [...names, ...later]) {
    const value = variables[name] ?? written[name] ?? defaults[name]
    if (value !== undefined && value !== '') set[name] = value
  }
  const result = Settings.safeParse(set)
  const problems = result.success
    ? []
    : result.error.issues.map(i => `${i.path.join('.')} ${describe(i, set)}`)
  const env = result.success ? result.data : (Settings.parse({}) as Env)
  const warnings = Object.keys(written)
    .filter(name => !names.includes(name) && !later.includes(name))
    .map(name => `.env: ${name} is not a setting and is ignored.`)
  warnings.push(
    ...later
      .filter(name => set[name] !== undefined)
      .map(name => `${name} is set, but this version has nothing that uses it.`),
  )
  if (result.success) problems.push(...together.flatMap(group => halfSet(env, group)))
  if (result.success && env.NODE_ENV === 'production')
    problems.push(...weakSecret(env.JWT_SECRET), ...weakHashing(env))
  return { env, problems, warnings }
}

/** The signing secret: the configured one, or in development a random one kept in `DATA_DIR`. */
export function signingSecret(env: Env): string {
  if (env.JWT_SECRET) return env.JWT_SECRET
  const folder = resolve(env.DATA_DIR)
  const file = join(folder, 'jwt-secret')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  mkdirSync(folder, { recursive: true })
  const secret = randomBytes(48).toString('base64url')
  writeFileSync(file, secret, { mode: 0o600 })
  chmodSync(file, 0o600)
  return secret
}

/** Where Redis is: one address, or some of a cluster's. */
export interface RedisAddress {
  urls: string[]
  /** Beside the address, where it does not carry them. */
  password?: string
  database?: number
}

/** Where Redis is, null where none is named. */
export function redisOf(env: Env): RedisAddress | null {
  const urls =
    env.REDIS_URL.length > 0
      ? env.REDIS_URL
      : env.REDIS_HOST
        ? [`redis://${env.REDIS_HOST}:${env.REDIS_PORT}`]
        : []
  if (urls.length === 0) return null
  return { urls, password: env.REDIS_PASSWORD || undefined, database: env.REDIS_DATABASE }
}

/** An RSA key from PEM, whose line ends may be written `\n`, or from the bare base64 of its DER; null where it is none. */
export function rsaKey(kind: 'private' | 'public', text: string): KeyObject | null {
  const key = Buffer.from(text.replace(/-----[A-Z ]+-----|\\n|\s/g, ''), 'base64')
  const own =
    tried(() => createPrivateKey({ key, format: 'der', type: 'pkcs8' })) ??
    tried(() => createPrivateKey({ key, format: 'der', type: 'pkcs1' }))
  if (kind === 'private') return own
  // A public key can be had from a private one, but whoever set that has mistaken the one for the other.
  return own ? null : tried(() => createPublicKey({ key, format: 'der', type: 'spki' }))
}

function tried(read: () => KeyObject): KeyObject | null {
  try {
    const key = read()
    return key.asymmetricKeyType === 'rsa' ? key : null
  } catch {
    return null
  }
}

function areRedisAddresses(value: string): boolean {
  return value.split(',').every(one => one.trim() === '' || /^rediss?:\/\/\S+$/.test(one.trim()))
}

function isAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:\/\//.test(value)
}

function halfSet(env: Env, group: (keyof Env)[]): string[] {
  const missing = group.filter(name => env[name] === '')
  if (missing.length === 0 || missing.length === group.length) return []
  const set = group.filter(name => env[name] !== '')
  return [`${missing.join(' and ')}: missing beside ${set.join(' and ')}; set all of them or none.`]
}

function weakSecret(secret: string): string[] {
  if (!secret) return ['JWT_SECRET is missing: production needs one of at least 32 characters.']
  if (secret.length < 32 || new Set(secret).size < 10 || knownSecrets.includes(secret.toLowerCase())) {
    return ['JWT_SECRET is too weak: use at least 32 random characters.']
  }
  return []
}

function weakHashing({ PASSWORD_MEMORY }: Env): string[] {
  if (PASSWORD_MEMORY >= safePasswordMemory) return []
  return [`PASSWORD_MEMORY is too little: production needs at least ${safePasswordMemory} KiB.`]
}

function describe(issue: z.core.$ZodIssue, set: Record<string, string>): string {
  const name = String(issue.path[0])
  const secret = /SECRET|PASSWORD|KEY|URI|REDIS_URL|TOKEN$/.test(name)
  return `has a bad value${secret ? '' : ` "${set[name] ?? ''}"`}: ${issue.message}`
}
