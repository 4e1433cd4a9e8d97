/** The built server as its own process, with a WeChat that knows its mini program. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openFakeWechat, type FakeWechat } from '../../../../server/src/testing/vendors/wechat'

export interface Running {
  url: string
  wechat: FakeWechat
  close: () => Promise<void>
}

/** Starts `server/dist/main.js` on a free port with an empty data folder. */
export async function startServer(): Promise<Running> {
  const wechat = await openFakeWechat()
  const folder = mkdtempSync(join(tmpdir(), 'community-chat-weapp-'))
  const port = await freePort()
  const child = spawn(process.execPath, ['server/dist/main.js'], {
    cwd: resolve(__dirname, '../../../..'),
    env: {
      ...process.env,
      ...wechat.settings,
      NODE_ENV: 'test',
      DATA_DIR: folder,
      PORT: String(port),
      HOST: '127.0.0.1',
      RATE_LIMIT_ENABLED: 'false',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>(done => child.once('exit', () => done()))
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', data => String(data).includes('is ready') && ready())
    child.once('exit', code => failed(new Error(`the server ended with ${code}`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    wechat,
    close: async () => {
      child.kill('SIGTERM')
      await Promise.all([ended, wechat.close()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(done => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address() as { port: number }
  await new Promise(done => probe.close(done))
  return port
}
