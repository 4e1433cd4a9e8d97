/** One serving process as it is shipped. */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { startServer } from './testing/programs'
import { pause } from './testing/raw'

test('a crowd that knocks while the process is busy knocks once, and is answered', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'community-chat-serve-'))
  const server = await startServer({ RATE_LIMIT_ENABLED: 'false', LOG_LEVEL: 'error' }, dir)
  const sockets: Socket[] = []
  try {
    const allowed = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'))
    const crowd = Math.min(1000, allowed)
    // Stopped, it lets nobody in: the system alone keeps them.
    server.child.kill('SIGSTOP')
    let heard = 0
    const answers: Promise<unknown>[] = []
    for (let i = 0; i < crowd; i++) {
      const socket = connect(server.port, '127.0.0.1', () => heard++)
      sockets.push(socket)
      answers.push(once(socket, 'data'))
      socket.write('GET /health HTTP/1.1\r\nHost: chat\r\nConnection: close\r\n\r\n')
    }
    // Whoever found no place would knock again after 1, 3 and 7 s, and find none then either.
    for (let looks = 0; looks < 200 && heard < crowd; looks++) await pause(50)
    expect(heard).toBe(crowd)
    server.child.kill('SIGCONT')
    expect(await Promise.all(answers)).toHaveLength(crowd)
  } finally {
    for (const socket of sockets) socket.destroy()
    server.child.kill('SIGCONT')
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}, 60_000)
