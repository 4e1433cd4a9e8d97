/** `npm run bench:page`: how smoothly the page shows a room in which 60 messages arrive each second. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { buildPage, buildServer } from '../scripts/build.mjs'
import { installDebianPackages } from '../scripts/debian.mjs'
import { root } from '../scripts/workspace.mjs'

const perSecond = 60
const seconds = Number(process.argv[2] ?? 10)
/** The promise of the design. */
const mostRows = 80

process.chdir(root)
await installDebianPackages()
if (!process.env.H5_DIR) await buildPage()
await buildServer()
const folder = mkdtempSync(join(tmpdir(), 'community-chat-page-'))
const port = await freePort()
const url = `http://127.0.0.1:${port}`
const server = spawn(process.execPath, ['server/dist/main.js'], {
  env: {
    ...process.env,
    NODE_ENV: 'test',
    DATA_DIR: folder,
    PORT: String(port),
    HOST: '127.0.0.1',
    RATE_LIMIT_ENABLED: 'false',
    LOG_LEVEL: 'error',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
await new Promise((ready, failed) => {
  server.stdout.on('data', data => String(data).includes('is ready') && ready())
  server.once('exit', code => failed(new Error(`the server ended with ${code}`)))
})
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})

try {
  const alice = { username: 'alice', password: 'the password of alice', displayName: 'Alice' }
  const bob = { username: 'bob', password: 'the password of bob', displayName: 'Bob' }
  const hers = await call('POST', '/api/signup', alice)
  const his = await call('POST', '/api/signup', bob)
  const group = { name: 'Busy', type: 'group_chat', visibility: 'private', memberIds: [his.user.id] }
  const room = await call('POST', '/api/rooms', group, hers.accessToken)
  const say = n => {
    const text = `message ${n}${n % 7 ? '' : ', which takes its time and runs over more lines than one'}`
    return call(
      'POST',
      `/api/rooms/${room.id}/messages`,
      { content: { type: 'text', text } },
      his.accessToken,
    )
  }
  for (let n = 0; n < 500; n += 20) await Promise.all(Array.from({ length: 20 }, (_, i) => say(n + i)))

  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, Chromium ${browser.version()}`,
  )
  console.log('the page, the server and the speaker share the machine\n')
  console.log(
    '| view | said /s | rows at most | long tasks > 50 ms | the longest, ms | frames /s | frames > 34 ms | CPU of the page |',
  )
  console.log('| - | - | - | - | - | - | - | - |')
  for (const [name, size] of [
    ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
    ['desktop', { viewport: { width: 1280, height: 800 } }],
  ]) {
    const context = await browser.newContext({ ...size, locale: 'en-US' })
    const page = await context.newPage()
    await page.goto(url)
    await page.getByRole('button', { name: 'I have an account' }).click()
    await page.getByRole('textbox', { name: 'Username' }).fill(alice.username)
    await page.getByLabel('Password', { exact: true }).fill(alice.password)
    await page.getByLabel('Password', { exact: true }).press('Enter')
    await page.getByRole('option', { name: /^Busy, / }).click()
    await page.getByRole('article').first().waitFor()
    await page.waitForTimeout(1500)
    await watched(page, name, () => speak(say))
    await page.getByRole('log').evaluate(feed => (feed.scrollTop -= 600))
    await page.waitForTimeout(500)
    await watched(page, `${name}, reading further up`, () => speak(say))
    await context.close()
  }
} finally {
  await browser.close()
  server.removeAllListeners('exit')
  const ended = new Promise(done => server.once('exit', done))
  server.kill()
  await ended
  rmSync(folder, { recursive: true, force: true })
}

/** Says so many a second, whether or not the ones before were answered; gives how many there were a second. */
async function speak(say) {
  const begun = performance.now()
  const all = []
  for (let n = 0; n < perSecond * seconds; n++) {
    const wait = begun + (n * 1000) / perSecond - performance.now()
    if (wait > 0) await new Promise(done => setTimeout(done, wait))
    all.push(say(n))
  }
  await Promise.all(all)
  return all.length / ((performance.now() - begun) / 1000)
}

async function watched(page, name, work) {
  const devtools = await page.context().newCDPSession(page)
  // In the time of its thread: what others on this machine do does not count.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busyTime = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return metrics.find(one => one.name === 'TaskDuration').value
  }
  const before = await busyTime()
  await page.evaluate(() => {
    const seen = { tasks: [], frames: [], rows: 0, going: true, begun: performance.now() }
    window.seen = seen
    seen.observer = new PerformanceObserver(list =>
      seen.tasks.push(...list.getEntries().map(one => one.duration)),
    )
    seen.observer.observe({ type: 'longtask' })
    let last = performance.now()
    const frame = now => {
      seen.frames.push(now - last)
      last = now
      seen.rows = Math.max(seen.rows, document.querySelectorAll('.feed-row').length)
      if (seen.going) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const said = await work()
  const seen = await page.evaluate(() => {
    const { seen } = window
    seen.going = false
    seen.observer.disconnect()
    const { tasks, frames, rows, begun } = seen
    return { tasks, frames, rows, lasted: (performance.now() - begun) / 1000 }
  })
  const busy = ((await busyTime()) - before) / seen.lasted
  console.log(
    `| ${name} | ${said.toFixed(0)} | ${seen.rows} | ${seen.tasks.length} | ${Math.max(0, ...seen.tasks).toFixed(0)} | ${(seen.frames.length / seen.lasted).toFixed(0)} | ${seen.frames.filter(one => one > 34).length} | ${(busy * 100).toFixed(0)} % |`,
  )
  if (seen.rows > mostRows) process.exitCode = 1
}

async function call(method, path, body, token) {
  const answer = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

async function freePort() {
  const probe = createServer()
  await new Promise(done => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address()
  await new Promise(done => probe.close(done))
  return port
}
