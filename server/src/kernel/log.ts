/** The log: one JSON line an entry, without secrets or what people wrote. */
import { type DestinationStream, pino, type Logger } from 'pino'

export type Log = Logger

const secret = [
  'password',
  'oldPassword',
  'newPassword',
  'accessToken',
  'refreshToken',
  'token',
  'authorization',
  'content',
  'text',
]

/** An error without what hangs on it: the driver's carry the documents that could not be written. */
const serializers = {
  err: (error: unknown) => {
    if (!(error instanceof Error)) return { message: String(error) }
    const { name, message, stack } = error
    const { code } = error as { code?: unknown }
    return { name, message, stack, ...(typeof code === 'number' || typeof code === 'string' ? { code } : {}) }
  },
}

/** The process's log at a level; tokens, passwords and message bodies are redacted wherever they stand. */
export const openLog = (level: string, to?: DestinationStream): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secret.flatMap(name => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      serializers,
    },
    ...(to ? [to] : []),
  )
