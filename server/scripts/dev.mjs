/** `npm run dev`: the server restarts, and the page is built again, whenever a file of theirs changes. */
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { install, root } from './workspace.mjs'

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
  if (!(await built(buildServer))) return
  if (server.exitCode === null) {
    server.kill('SIGTERM')
    await new Promise(resolve => server.once('exit', resolve))
  }
  start()
}
const rebuild = async () => {
  if (await built(buildPage)) console.log('The page is built: load it again.')
}

const built = build =>
  build().then(
    () => true,
    error => console.error(error.message),
  )

/** Does `work` once a change in one of the folders has settled, and again if something changes meanwhile. */
function follow(folders, work) {
  let timer
  let last = Promise.resolve()
  for (const folder of folders) {
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer)
      timer = setTimeout(() => (last = last.then(work)), 200)
    })
  }
}
follow(['server/src', 'shared/src', 'server/embedded-mongo/src'], restart)
follow(['miniapp/src', 'miniapp/config', 'shared/src'], rebuild)
start()
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (server.exitCode !== null) process.exit(0)
    server.kill(signal)
    server.once('exit', () => process.exit(0))
  })
}
