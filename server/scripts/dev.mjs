/** `npm run dev`: the server restarts, and the page is built again, whenever a file of theirs changes. */
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { install, root, run } from './workspace.mjs'

process.chdir(root)
await install()
const { buildPage, buildServer } = await import('./build.mjs')
await buildServer()
await buildPage()

let server
const start = () => {
  server = spawn(process.execPath, ['server/dist/main.js'], { stdio: 'inherit' })
}
const restart = async () => {
  const built = await buildServer().then(
    () => true,
    error => console.error(error.message),
  )
  if (!built) return
  if (server.exitCode === null) {
    server.kill('SIGTERM')
    await new Promise(resolve => server.once('exit', resolve))
  }
  start()
}

let timer
for (const folder of ['server/src', 'shared/src', 'server/embedded-mongo/src']) {
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(restart, 200)
  })
}
start()
const page = run('npm', ['run', '--silent', 'build:h5', '--', '--watch'], { cwd: join(root, 'miniapp') })
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    server.kill(signal)
    server.once('exit', () => process.exit(0))
  })
}
await page.catch(error => console.error(error.message))
