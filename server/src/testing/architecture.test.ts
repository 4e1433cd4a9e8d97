/** The map is the territory: imports, sizes, names and routes are what ARCHITECTURE.md and PROTOCOL.md say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { capabilities } from '../capabilities'
import { testEnv } from './app'

const root = resolve(import.meta.dirname, '../../..')
const server = join(root, 'server/src')
const shared = join(root, 'shared/src')
const list = capabilities(testEnv({}))
const order = list.map(one => one.contract.name)

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(one => (one.isDirectory() ? one.name : []))
const isTest = (file: string) => file.endsWith('.test.ts')
/** Tests and their factories may look at anything beside them. */
const isOfTests = (file: string) => isTest(file) || basename(file) === 'factory.ts'

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(match => match[1]!)
}
const shown = (file: string, what: string) => `${relative(root, file)} imports ${what}`

/** The file or folder that a relative import means. */
const target = (file: string, path: string): string => resolve(dirname(file), path)
/** The capability that an import reaches into, if it does. */
function capabilityOf(file: string, path: string): { name: string; part: string } | null {
  const ofShared = /^@community-chat\/shared\/capabilities\/([^/]+)\/(.+)$/.exec(path)
  if (ofShared) return { name: ofShared[1]!, part: 'shared' }
  if (!path.startsWith('.')) return null
  const [where, name, ...part] = relative(server, target(file, path)).split('/')
  return where === 'capabilities' && name ? { name, part: part.join('/') } : null
}

test('a capability uses only what stands above it in the list, and only through its api', () => {
  const wrong = order.flatMap((own, place) =>
    filesIn(join(server, 'capabilities', own))
      .filter(file => !isOfTests(file))
      .flatMap(file =>
        importsOf(file).flatMap(path => {
          const reached = capabilityOf(file, path)
          if (!reached) {
            const inside = !path.startsWith('.') || target(file, path).startsWith(join(server, 'kernel/'))
            return inside ? [] : [shown(file, path)]
          }
          if (reached.name === own) return []
          const earlier = order.slice(0, place).includes(reached.name)
          return earlier && ['api', 'shared'].includes(reached.part) ? [] : [shown(file, path)]
        }),
      ),
  )
  expect(wrong).toEqual([])
})

test('the kernel knows no capability', () => {
  const wrong = filesIn(join(server, 'kernel'))
    .filter(file => !isTest(file))
    .flatMap(file =>
      importsOf(file)
        .filter(path => capabilityOf(file, path))
        .map(path => shown(file, path)),
    )
  expect(wrong).toEqual([])
})

test('the library and the documents use capabilities only through their api and their contracts', () => {
  const wrong = ['library', 'docs'].flatMap(folder =>
    filesIn(join(server, folder))
      .filter(file => !isTest(file))
      .flatMap(file =>
        importsOf(file)
          .filter(path => !['api', 'shared', undefined].includes(capabilityOf(file, path)?.part))
          .map(path => shown(file, path)),
      ),
  )
  expect(wrong).toEqual([])
})

test('no folder of the kernel is more than 25 files', () => {
  const counts: Record<string, number> = {}
  for (const file of filesIn(join(server, 'kernel')).filter(file => !isTest(file)))
    counts[dirname(file)] = (counts[dirname(file)] ?? 0) + 1
  expect(Math.max(...Object.values(counts))).toBeLessThanOrEqual(25)
})

test('what is shared knows neither server nor page, and only the small zod', () => {
  const allowed = (file: string, path: string) =>
    path.startsWith('.')
      ? target(file, path).startsWith(`${shared}/`)
      : ['zod/mini', '@jest/globals', 'fast-check'].includes(path)
  const wrong = filesIn(shared).flatMap(file =>
    importsOf(file)
      .filter(path => !allowed(file, path) && !(isTest(file) && path.startsWith('node:')))
      .map(path => shown(file, path)),
  )
  expect(wrong).toEqual([])
})

test('a contract uses only contracts above it', () => {
  const folder = join(shared, 'capabilities')
  const wrong = order.flatMap((own, place) =>
    filesIn(join(folder, own)).flatMap(file =>
      importsOf(file)
        .filter(path => {
          const [name] = relative(folder, target(file, path)).split('/')
          return path.startsWith('.') && order.includes(name!) && name !== own && order.indexOf(name!) > place
        })
        .map(path => shown(file, path)),
    ),
  )
  expect(wrong).toEqual([])
})

test('the embedded database knows nothing of chat', () => {
  const folder = join(root, 'server/embedded-mongo/src')
  const wrong = filesIn(folder).flatMap(file =>
    importsOf(file)
      .filter(
        path =>
          (path.startsWith('@community-chat/') && path !== '@community-chat/embedded-mongo') ||
          (path.startsWith('.') && !target(file, path).startsWith(folder)),
      )
      .map(path => shown(file, path)),
  )
  expect(wrong).toEqual([])
})

test('no file is longer than 300 lines, no test longer than 400', () => {
  const all = [server, shared, join(root, 'server/scripts'), join(root, 'server/embedded-mongo/src')].flatMap(
    filesIn,
  )
  const long = all.flatMap(file => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length
    return lines > (isTest(file) ? 400 : 300) ? [`${relative(root, file)}: ${lines}`] : []
  })
  expect(long).toEqual([])
})

test('no folder is a dumping ground', () => {
  const all = [server, shared].flatMap(folder =>
    readdirSync(folder, { recursive: true, withFileTypes: true }),
  )
  expect(
    all
      .filter(one => one.isDirectory() && /^(utils?|helpers?|common|misc)$/.test(one.name))
      .map(one => one.name),
  ).toEqual([])
})

test('every contract has its capability, and every capability its contract, under one name', async () => {
  expect(foldersIn(join(shared, 'capabilities')).sort()).toEqual([...order].sort())
  expect(foldersIn(join(server, 'capabilities')).sort()).toEqual([...order].sort())
  for (const one of list) {
    const { name } = one.contract
    const exported = (await import(`@community-chat/shared/capabilities/${name}/contract`)) as Record<
      string,
      unknown
    >
    expect(Object.values(exported).includes(one.contract)).toBe(true)
    expect(Object.values(one.contract.routes).map(route => route.name.split('.')[0])).toEqual(
      Object.keys(one.routes).map(() => name),
    )
  }
})

test('every capability has its index and its test, and answers for its personal data', () => {
  for (const one of list) {
    const folder = join(server, 'capabilities', one.contract.name)
    expect(existsSync(join(folder, 'index.ts'))).toBe(true)
    expect(filesIn(folder).filter(isTest).length).toBeGreaterThan(0)
    expect(one.personal).toBeDefined()
    if ((one.models ?? []).length > 0) expect(one.personal).not.toBe('none')
  }
})

test('each summary is a sentence for a stranger', () => {
  const said = list.flatMap(one => [
    ...Object.values(one.contract.routes),
    ...Object.values(one.contract.pushes),
  ])
  expect(said.filter(one => !/^[A-Z].{3,}\.$/.test(one.summary)).map(one => one.summary)).toEqual([])
})

/** PROTOCOL.md 2, as far as it goes today: socket type or –, method and path. */
const written = `
  –                  POST   /signup
  –                  POST   /login
  –                  POST   /token/refresh
  –                  POST   /logout
  –                  GET    /me
  –                  PATCH  /me
  –                  GET    /users
  –                  GET    /users/:userId
  –                  POST   /communities
  –                  GET    /communities
  –                  GET    /communities/:communityId
  –                  PATCH  /communities/:communityId
  join_community     POST   /communities/:communityId/join
  leave_community    POST   /communities/:communityId/leave
  –                  GET    /communities/:communityId/members
  create_room        POST   /rooms
  –                  GET    /rooms
  –                  GET    /rooms/:roomId
  –                  PATCH  /rooms/:roomId
  list_members       GET    /rooms/:roomId/members
  –                  POST   /rooms/:roomId/members
  –                  DELETE /rooms/:roomId/members/:userId
  join_room          POST   /rooms/:roomId/join
  leave_room         POST   /rooms/:roomId/leave
  open_direct        POST   /direct
  list_conversations GET    /conversations
  send_message       POST   /rooms/:roomId/messages
  history            GET    /rooms/:roomId/messages
  –                  GET    /messages/:messageId
  edit_message       PATCH  /messages/:messageId
  delete_message     DELETE /messages/:messageId
  mark_read          POST   /rooms/:roomId/read
  typing             POST   /rooms/:roomId/typing
  update_presence    PUT    /me/presence
  watch              POST   /presence/watch
  sync               POST   /sync
`
const routes = written
  .trim()
  .split('\n')
  .map(line => line.trim().split(/\s+/))

test.each(routes)('the route that PROTOCOL.md writes as %s %s %s is there', (type, method, path) => {
  const all = list.flatMap(one => Object.values(one.contract.routes))
  const route = all.find(one => one.http === `${method} ${path}`)
  expect(route?.type ?? '–').toBe(type)
})

test('the pushes of PROTOCOL.md are there, each to its audience', () => {
  const all = list.flatMap(one => Object.values(one.contract.pushes)).map(one => `${one.type} → ${one.to}`)
  expect(all).toEqual(
    expect.arrayContaining([
      'new_message → room',
      'message_updated → room',
      'message_deleted → room',
      'user_joined → room',
      'user_left → room',
      'room_updated → room',
      'read_updated → user',
      'typing_started → room',
      'typing_stopped → room',
      'presence_updated → watchers',
      'conversation_updated → user',
    ]),
  )
  expect(new Set(all.map(one => one.split(' ')[0])).size).toBe(all.length)
})
