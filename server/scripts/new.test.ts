import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Program, startProgram } from '../src/testing/programs'

const root = resolve(import.meta.dirname, '../..')
const copy = mkdtempSync(join(tmpdir(), 'community-chat-new-'))

/** A copy of the sources that shares what is installed, but has our own packages from the copy. */
beforeAll(() => {
  const ours = ['package.json', 'tsconfig.base.json', 'shared', 'server', 'miniapp']
  const skipped = /\/(node_modules|dist|\.swc|\.data|law|bench)$/
  for (const one of ours)
    cpSync(join(root, one), join(copy, one), { recursive: true, filter: path => !skipped.test(path) })
  for (const where of ['.', 'shared', 'server', 'server/embedded-mongo', 'miniapp']) share(where)
  cpSync(join(root, 'server/embedded-mongo/dist'), join(copy, 'server/embedded-mongo/dist'), {
    recursive: true,
  })
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

function share(where: string): void {
  const [from, to] = [join(root, where, 'node_modules'), join(copy, where, 'node_modules')]
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    if (name !== '@community-chat' && name !== '.stamps') symlinkSync(join(from, name), join(to, name))
  }
  if (!existsSync(join(from, '@community-chat'))) return
  mkdirSync(join(to, '@community-chat'))
  for (const name of readdirSync(join(from, '@community-chat'))) {
    symlinkSync(
      join(copy, name === 'shared' ? 'shared' : `server/${name}`),
      join(to, '@community-chat', name),
    )
  }
}

const scaffold = async (name: string) => {
  const program = startProgram([join(copy, 'server/scripts/new.mjs'), name], {}, copy)
  return { code: await program.ended, said: program.output() }
}
const done = async (program: Program) => [
  await program.ended,
  (await program.ended) === 0 ? '' : program.output(),
]
const node = (script: string, args: string[], cwd = copy, env: Record<string, string> = {}) =>
  startProgram([join(root, 'node_modules', script), ...args], env, cwd)

test.each([
  '',
  'Gifts',
  'poll_s',
  '1gifts',
  '../gifts',
  'a',
  'gifts-',
  'x'.repeat(31),
  'class',
  'new',
  'default',
])('a bad name is refused: "%s"', async name => {
  const { code, said } = await scaffold(name)
  expect(code).toBe(1)
  expect(said.trim().split('\n')).toHaveLength(1)
})

test.each(['rooms', 'messages'])(
  'a name that is there already is refused and left as it is: %s',
  async name => {
    const file = join(copy, 'shared/src/capabilities', name, 'contract.ts')
    const before = readFileSync(file, 'utf8')
    const { code, said } = await scaffold(name)
    expect([code, said]).toEqual([1, expect.stringContaining(`${name} is there already`)])
    expect(readFileSync(file, 'utf8')).toBe(before)
  },
)

test('a new capability stands in the three packages and in the lists; what is made has types, form and a green test', async () => {
  for (const name of ['gifts', 'live-streams']) expect(await scaffold(name)).toMatchObject({ code: 0 })
  const made = [
    ...['gifts', 'live-streams'].flatMap(name =>
      ['shared', 'server', 'miniapp'].map(part => `${part}/src/capabilities/${name}`),
    ),
    'server/src/capabilities.ts',
    'miniapp/src/capabilities.ts',
  ]
  for (const path of made) expect(existsSync(join(copy, path))).toBe(true)
  const list = readFileSync(join(copy, 'server/src/capabilities.ts'), 'utf8')
  expect(list).toContain("import liveStreams from './capabilities/live-streams'")
  expect(list).toMatch(/\w,\s+gifts,\s+liveStreams,\s+\]/)

  const types = (part: string, files: string[]) => {
    const extended = JSON.parse(readFileSync(join(root, part, 'tsconfig.json'), 'utf8')) as object
    writeFileSync(join(copy, part, 'tsconfig.new.json'), JSON.stringify({ ...extended, include: files }))
    return node('typescript/bin/tsc', ['-p', join(copy, part, 'tsconfig.new.json'), '--noEmit'])
  }
  const settings = JSON.stringify(
    (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { prettier: object }).prettier,
  )
  writeFileSync(join(copy, '.prettierrc'), settings)
  const [server, page, form, green] = await Promise.all([
    done(types('server', ['src/capabilities.ts', 'src/capabilities/gifts', 'src/capabilities/live-streams'])),
    done(
      types('miniapp', [
        'types',
        'src/capabilities.ts',
        'src/capabilities/gifts',
        'src/capabilities/live-streams',
      ]),
    ),
    done(node('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', ...made])),
    done(
      node(
        'jest/bin/jest.js',
        ['--rootDir', join(copy, 'server'), 'live-streams', 'architecture'],
        join(copy, 'server'),
        {
          NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
        },
      ),
    ),
  ])
  expect({ server, page, form, green }).toEqual({
    server: [0, ''],
    page: [0, ''],
    form: [0, ''],
    green: [0, ''],
  })
}, 180_000)
