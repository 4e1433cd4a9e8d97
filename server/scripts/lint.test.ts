import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'community-chat-lint-'))

const absent = [
  'crypto.subtle',
  'crypto.getRandomValues(new Uint8Array(8))',
  'new TextEncoder()',
  'new TextDecoder()',
  'document.title',
  'window.name',
  'globalThis.name',
  'localStorage.length',
  'sessionStorage.length',
  'navigator.language',
  "eval('1')",
  "new Function('return 1')",
  'new AbortController()',
  "new URL('https://chat.example')",
  "Taro.getStorageSync('key')",
  "Taro.setStorageSync('key', 1)",
  "Taro.removeStorageSync('key')",
  'Taro.clearStorageSync()',
  'Taro.getStorageInfoSync()',
]
const places = [
  'shared/src/protocol',
  'miniapp/src/kernel',
  'miniapp/src/ui',
  'miniapp/src/capabilities/rooms',
]
const restricted = ['no-restricted-globals', 'no-restricted-properties']

/** The restricted names that the linter finds, by file. */
let found: Record<string, string[]>

beforeAll(async () => {
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  for (const place of places) {
    mkdirSync(join(folder, place), { recursive: true })
    absent.forEach((code, index) => {
      const text = `import Taro from '@tarojs/taro'\nexport const found = [Taro, ${code}]\n`
      for (const end of ['.ts', '.h5.ts', '.test.ts'])
        writeFileSync(join(folder, place, `p${index}${end}`), text)
    })
  }
  const output = await new Promise<string>(done => {
    const program = join(root, 'node_modules/.bin/oxlint')
    execFile(program, ['-f', 'json', '.'], { cwd: folder, maxBuffer: 1e7 }, (_error, stdout) => done(stdout))
  })
  const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] }
  found = {}
  for (const { code, filename } of diagnostics) {
    const rule = /\((.+)\)/.exec(code)?.[1] ?? code
    if (restricted.includes(rule)) (found[filename] ??= []).push(rule)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(absent.map((code, index) => [code, index] as const))(
  '%s is refused where mini programs run, and nowhere else',
  (_, index) => {
    const missed = places.map(place => `${place}/p${index}.ts`).filter(file => !found[file])
    const wrong = Object.keys(found).filter(file => /^miniapp.+\.h5\.ts$|\.test\.ts$/.test(file))
    expect({ missed, wrong }).toEqual({ missed: [], wrong: [] })
  },
)
