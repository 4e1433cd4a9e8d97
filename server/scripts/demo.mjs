/**
 * `npm run demo`: starts a server over a folder of its own and plays scenes through the public API, saying what happens.
 * `-- --feature=NAME` plays one of them. It ends with 0 only where every scene did what it should.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scenes } from './demo/scenes.mjs'
import { install, root } from './workspace.mjs'

process.chdir(root)
const asked = process.argv.slice(2).join(' ')
const wanted = asked === '' ? 'all' : (/^--feature=(.*)$/.exec(asked)?.[1] ?? asked)
if (wanted !== 'all' && !Object.hasOwn(scenes, wanted)) {
  console.error(`There is no scene "${wanted}". The scenes are: ${Object.keys(scenes).join(', ')}.`)
  process.exit(1)
}

await install()
const { buildServer } = await import('./build.mjs')
await buildServer()
const { Person } = await import('./demo/person.mjs')

const folder = mkdtempSync(join(tmpdir(), 'community-chat-demo-'))
const server = await startServer()
let failed = 0
try {
  const { 'x-socket': socket, paths } = await (await fetch(`${server.url}/openapi.json`)).json()
  const routes = Object.entries(paths).flatMap(([path, all]) =>
    path.startsWith('/api/') ? Object.keys(all) : [],
  )
  console.log(`A server with ${routes.length} routes and ${socket.pushes.length} pushes, in ${folder}\n`)
  for (const [name, scene] of Object.entries(scenes)) {
    if (wanted === 'all' || wanted === name) await play(name, scene)
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
console.log(failed === 0 ? 'Every scene went as it should.' : `${failed} of the scenes went wrong.`)
process.exit(failed === 0 ? 0 : 1)

async function play(name, { title, run }) {
  console.log(`${name}: ${title}`)
  const people = []
  const meet = async who => {
    const person = await Person.signUp(server.url, who)
    people.push(person)
    return person
  }
  try {
    await run({ meet, url: server.url, tell: line => console.log(`  ${line}`) })
    console.log('  ✓\n')
  } catch (error) {
    failed++
    console.log(`  ✗ ${error.message}\n`)
  } finally {
    for (const person of people) person.leave()
  }
}

/** The server as it is shipped, on any free port. */
async function startServer() {
  const child = spawn(process.execPath, ['server/dist/main.js'], {
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: folder,
      LOG_LEVEL: 'error',
      MONGODB_URI: '',
      RATE_LIMIT_ENABLED: 'true',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise(resolve => child.once('close', resolve))
  const port = await new Promise((resolve, reject) => {
    let text = ''
    child.stdout.on('data', part => {
      text += part
      const found = /ready: http:\/\/localhost:(\d+)/.exec(text)
      if (found) resolve(found[1])
    })
    void ended.then(code => reject(new Error(`the server ended with ${code}: ${text}`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
