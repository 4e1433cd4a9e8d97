/** `npm run new NAME`: scaffolds a capability in the three packages and adds it to the lists. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './workspace.mjs'

const reserved =
  'await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield arguments async of'.split(
    ' ',
  )
/** Lines are no longer than the formatter lets them be. */
const width = 110
const folders = ['shared/src/capabilities', 'server/src/capabilities', 'miniapp/src/capabilities']

try {
  make(process.argv[2])
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

function make(name = '') {
  refuse(name)
  const words = { name, id: camel(name), title: name[0].toUpperCase() + name.slice(1).replaceAll('-', ' ') }
  for (const [file, text] of Object.entries(filesFor(words))) write(file, text)
  list('server/src/capabilities.ts', words, `./capabilities/${name}`)
  list('miniapp/src/capabilities.ts', words, `./capabilities/${name}/manifest`)
  console.log(`\nNow write the contract: it is the design review. Then make the test red, and green.
New routes need their row in server/src/testing/access-table.ts; new fields a sample in input.test.ts. \`npm run docs\` writes it all down.`)
}

/** A plural noun in kebab-case that nobody has yet and that can be a name in code. */
function refuse(name) {
  if (!/^[a-z]{2,}(-[a-z]{2,})*$/.test(name) || name.length > 30) {
    throw new Error('Usage: npm run new NAME, a plural noun in lower case such as polls or live-streams.')
  }
  if (reserved.includes(name)) throw new Error(`${name} is a word of the language: call it something else.`)
  const taken = folders.find(folder => existsSync(join(root, folder, name)))
  if (taken) throw new Error(`${taken}/${name} is there already.`)
}

function camel(name) {
  return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())
}

function write(file, text) {
  const path = join(root, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  console.log(`made ${file}`)
}

/** Adds the import below the others and the name at the end of the list, as the formatter would have it. */
function list(file, { id }, from) {
  const path = join(root, file)
  if (!existsSync(path)) return console.log(`${file} is not there: add ${id} to the list yourself`)
  const text = readFileSync(path, 'utf8')
  const last = [...text.matchAll(/^import (?!type).*\n/gm)].at(-1)
  const closing = text.lastIndexOf(']')
  const opening = text.lastIndexOf('[', closing)
  if (!last || opening < 0) throw new Error(`${file} has no list that could be read: add ${id} yourself.`)
  const begin = last.index + last[0].length
  const before = text.slice(begin, opening)
  const names = text
    .slice(opening + 1, closing)
    .split(',')
    .map(one => one.trim())
    .filter(Boolean)
  const line = `[${[...names, id].join(', ')}]`
  const fits = before.length - before.lastIndexOf('\n') - 1 + line.length <= width
  const items = fits ? line : `[\n${[...names, id].map(one => `  ${one},\n`).join('')}]`
  writeFileSync(
    path,
    `${text.slice(0, begin)}import ${id} from '${from}'\n${before}${items}${text.slice(closing + 1)}`,
  )
  console.log(`added ${id} to ${file}`)
}

function filesFor({ name, id, title }) {
  const use = `use${camel(`-${name}`)}`
  return {
    [`shared/src/capabilities/${name}/contract.ts`]: `/** ${title}: say here in one sentence what it is for. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { Id } from '../../protocol/fields'

export const ${id} = contract('${name}', {
  faults: {},
  routes: {
    list: route({
      http: 'GET /${name}',
      access: 'self',
      limit: '120/min',
      summary: 'What is mine.',
      input: z.object({}),
      output: z.object({ items: z.array(z.object({ id: Id })) }),
    }),
  },
  pushes: {},
})
`,
    [`server/src/capabilities/${name}/index.ts`]: `import { ${id} } from '@community-chat/shared/capabilities/${name}/contract'
import { capability } from '../../kernel/capability'
import * as service from './service'

export default capability(${id}, {
  routes: { list: service.list },
  personal: 'none',
})
`,
    [`server/src/capabilities/${name}/service.ts`]: `/** ${title}: what it does. */
import type { ${id} } from '@community-chat/shared/capabilities/${name}/contract'
import type { Handler } from '../../kernel/capability'

type Routes = (typeof ${id})['routes']

/** What is the caller's. */
export const list: Handler<Routes['list']> = async () => ({ items: [] })
`,
    [`server/src/capabilities/${name}/${name}.test.ts`]: `import { ${id} } from '@community-chat/shared/capabilities/${name}/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, callHttp } from '../../testing/person'

const { routes } = ${id}
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

test('a newcomer has none yet', async () => {
  const alice = await aPerson(app, 'alice')
  expect(await alice.call(routes.list, {})).toEqual({ items: [] })
})

test('who is signed out may not ask', async () => {
  await expect(callHttp(app, routes.list, {})).rejects.toMatchObject({ code: 'unauthenticated', status: 401 })
})
`,
    [`miniapp/src/capabilities/${name}/manifest.ts`]: `export default { name: '${name}' }
`,
    [`miniapp/src/capabilities/${name}/words.ts`]: `import { dictionary } from '../../kernel/words'

export const words = dictionary({
  en: { title: '${title}' },
  zh: { title: '${title}' },
})
`,
    [`miniapp/src/capabilities/${name}/${use}.ts`]: `/** ${title} on the device. */
import { ${id} } from '@community-chat/shared/capabilities/${name}/contract'
import { useQuery } from '../../kernel/hooks'

const noInput = {}

/** What is mine. */
export const ${use} = () => useQuery(${id}.routes.list, noInput)
`,
  }
}
