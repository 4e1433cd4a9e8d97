import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { evictionWarning } from './redis-policy'

const dir = mkdtempSync(join(tmpdir(), 'community-chat-redis-'))
const socket = join(dir, 'redis.sock')
let server: ChildProcess
let redis: Redis

beforeAll(async () => {
  const args = ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', dir]
  server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  for await (const part of server.stdout! as AsyncIterable<Buffer>) {
    said += part
    if (said.includes('ready to accept connections')) break
  }
  redis = new Redis(socket, { maxRetriesPerRequest: 0 })
})
afterEach(() => redis.config('SET', 'maxmemory-policy', 'noeviction'))
afterAll(async () => {
  const ended = once(server, 'exit')
  redis.disconnect()
  server.kill()
  await ended
  rmSync(dir, { recursive: true, force: true })
})

test.each(['allkeys-lru', 'allkeys-lfu', 'allkeys-random'])('%s is warned about by name', async policy => {
  await redis.config('SET', 'maxmemory-policy', policy)
  expect(await evictionWarning(redis)).toContain(policy)
})

test.each(['noeviction', 'volatile-lru', 'volatile-ttl'])('%s is as it should be', async policy => {
  await redis.config('SET', 'maxmemory-policy', policy)
  expect(await evictionWarning(redis)).toBeNull()
})

test('a Redis that does not tell, or is not there, is not warned about', async () => {
  await redis.acl('SETUSER', 'chat', 'on', 'nopass', '~*', '&*', '+@all', '-config')
  const guest = new Redis(socket, { username: 'chat', password: 'any' })
  await expect(guest.config('GET', 'maxmemory-policy')).rejects.toThrow(/NOPERM/)
  expect(await evictionWarning(guest)).toBeNull()
  guest.disconnect()
  const nobody = new Redis(join(dir, 'nobody.sock'), { maxRetriesPerRequest: 0, retryStrategy: () => null })
  nobody.on('error', () => undefined)
  expect(await evictionWarning(nobody)).toBeNull()
})
