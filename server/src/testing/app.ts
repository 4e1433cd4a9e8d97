/** A real server on a free port with a database of its own, for one test file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp, type App } from '../app'
import { type Env, readEnv } from '../kernel/env'
import { openLog } from '../kernel/log'

/** A server that listens. */
export interface TestApp extends App {
  url: string
  socketUrl: string
  port: number
}

/** Opens one; `settings` are environment variables. Limits are off unless they are what is tested. */
export async function openTestApp(settings: Record<string, string> = {}): Promise<TestApp> {
  const folder = mkdtempSync(join(tmpdir(), 'community-chat-test-'))
  const app = await openApp(
    testEnv({ DATA_DIR: folder, ...settings }),
    openLog(process.env.TEST_LOG ?? 'fatal'),
  )
  await new Promise<void>(resolve => app.server.listen(0, '127.0.0.1', resolve))
  const { port } = app.server.address() as { port: number }
  return {
    ...app,
    port,
    url: `http://127.0.0.1:${port}`,
    socketUrl: `ws://127.0.0.1:${port}/ws`,
    async close() {
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Checked settings for a test. */
export function testEnv(settings: Record<string, string>): Env {
  const defaults = {
    NODE_ENV: 'test',
    JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
    RATE_LIMIT_ENABLED: 'false',
    LINK_CARDS: 'false',
    PASSWORD_MEMORY: '8',
  }
  const { env, problems } = readEnv({ ...defaults, ...settings }, settings.DATA_DIR ?? tmpdir())
  if (problems.length > 0) throw new Error(problems.join('; '))
  return env
}
