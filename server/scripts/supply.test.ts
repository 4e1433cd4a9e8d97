/** What is installed is what was looked at: exact versions, with their hashes, and none runs anything while it is installed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const lock = read('pnpm-lock.yaml')

/** Packages that would like to run something while they are installed; they work without it. */
const wouldRun = [
  '@parcel/watcher',
  '@swc/core',
  '@tarojs/binding',
  '@tarojs/cli',
  'core-js',
  'core-js-pure',
  'esbuild',
  'lmdb',
  'msgpackr-extract',
]

interface Manifest {
  name?: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}
const manifest = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Manifest

/** Every installed package, each with its folder. */
function installed(): { folder: string; name: string }[] {
  const store = join(root, 'node_modules/.pnpm')
  return readdirSync(store).flatMap(entry => {
    const inside = join(store, entry, 'node_modules')
    // `@scope+name@1.0.0_peers` is the folder of `@scope/name`; what lies beside it are links to others.
    const name = /^(@[^+]+\+)?[^@]+/.exec(entry)?.[0].replace('+', '/') ?? ''
    const folder = join(inside, name)
    return existsSync(join(folder, 'package.json')) ? [{ folder, name }] : []
  })
}

test('whoever would run something while being installed is known, and may not', () => {
  const packages = installed()
  expect(packages.length).toBeGreaterThan(500)
  const running = packages.filter(({ folder }) => {
    const { scripts = {} } = manifest(join(folder, 'package.json'))
    const names = ['preinstall', 'install', 'postinstall']
    return names.some(name => scripts[name] !== undefined) || existsSync(join(folder, 'binding.gyp'))
  })
  expect([...new Set(running.map(one => one.name))].filter(name => !wouldRun.includes(name))).toEqual([])
  expect(read('pnpm-workspace.yaml')).toMatch(/^onlyBuiltDependencies: \[\]$/m)
})

test('every package of the lockfile has its hash, and comes from the registry', () => {
  const resolutions = [...lock.matchAll(/^ {4}resolution: (.+)$/gm)].map(match => match[1]!)
  expect(resolutions.length).toBeGreaterThan(500)
  expect(resolutions.filter(one => !/^\{integrity: sha512-[\w+/]{86}==\}$/.test(one))).toEqual([])
})

test.each(['.', 'server', 'server/embedded-mongo', 'shared', 'miniapp'])(
  '%s asks for exact versions alone',
  folder => {
    const { dependencies, devDependencies } = manifest(join(root, folder, 'package.json'))
    const asked = Object.entries({ ...dependencies, ...devDependencies })
    expect(asked.filter(([, version]) => !/^(\d+\.\d+\.\d+(-[\w.]+)?|workspace:\*)$/.test(version))).toEqual(
      [],
    )
  },
)
