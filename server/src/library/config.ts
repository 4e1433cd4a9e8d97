/** The library's settings as an object, and what they are called in the environment. */

/** Every setting. Times in milliseconds, sizes in bytes. */
interface Settings {
  redis: { host: string; port: number; password?: string; database?: number }
  websocket: {
    /** false: nothing listens; the methods work all the same. */
    enabled: boolean
    port: number
    maxPayload: number
    heartbeatInterval: number
    maxConnections?: number
  }
  moderation: {
    enabled: boolean
    aiProvider?: 'openai' | 'anthropic'
    autoModeration: boolean
    imageModeration: boolean
    spamDetection: boolean
    profanityFilter: boolean
  }
  streaming: {
    enabled: boolean
    maxConcurrentStreams: number
    recordingEnabled: boolean
    maxViewers: number
  }
  calls: { enabled: boolean; maxDuration: number; recordingEnabled: boolean; p2pEnabled: boolean }
  notifications: {
    pushProvider?: 'firebase' | 'apn'
    emailProvider?: 'sendgrid' | 'ses'
    smsProvider?: 'twilio' | 'vonage'
  }
  analytics: { enabled: boolean; retentionDays: number; aggregationInterval: number }
}

/** Any part of the settings; what is left out has its default. */
export type ChatSphereConfig = { [P in keyof Settings]?: Partial<Settings[P]> }

type Value = string | number | boolean
const same = (value: Value): string => String(value)
const seconds = (value: Value): string => String(Math.max(1, Math.round(Number(value) / 1000)))

/** What each field sets; variables of the environment and `.env` win over it. */
const variables: Record<string, [names: string[], write: (value: Value) => string]> = {
  'redis.host': [['REDIS_HOST'], same],
  'redis.port': [['REDIS_PORT'], same],
  'redis.password': [['REDIS_PASSWORD'], same],
  'redis.database': [['REDIS_DATABASE'], same],
  'websocket.port': [['PORT', 'WS_PORT'], same],
  'websocket.maxPayload': [['WS_MAX_PAYLOAD'], same],
  'websocket.maxConnections': [['WS_MAX_CONNECTIONS'], same],
  'websocket.heartbeatInterval': [['WS_HEARTBEAT_INTERVAL'], seconds],
  'moderation.enabled': [['MODERATION_ENABLED'], same],
  'moderation.autoModeration': [['AUTO_MODERATION'], same],
  'streaming.maxConcurrentStreams': [['MAX_CONCURRENT_STREAMS'], same],
}

/** Fields that the library reads itself. */
const own = ['websocket.enabled', 'analytics.aggregationInterval']

/** The settings as variables, and a line for each field that this version has nothing for. */
export function settingsOf(config: ChatSphereConfig): {
  settings: Record<string, string>
  warnings: string[]
} {
  const settings: Record<string, string> = { LOG_LEVEL: 'warn' }
  const warnings: string[] = []
  for (const [part, fields] of Object.entries(config)) {
    for (const [field, value] of Object.entries((fields ?? {}) as Record<string, Value | undefined>)) {
      const name = `${part}.${field}`
      const known = Object.hasOwn(variables, name) ? variables[name] : undefined
      if (value === undefined || own.includes(name)) continue
      if (!known) warnings.push(`${name} is set, but this version has nothing that uses it.`)
      for (const variable of known?.[0] ?? []) settings[variable] = known![1](value)
    }
  }
  return { settings, warnings }
}
