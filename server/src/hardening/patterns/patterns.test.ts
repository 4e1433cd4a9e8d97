/** No regular expression takes more than linear time, whatever it is given: each is proved by recheck. */
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from '@jest/globals'
import { type Pattern, patternsIn, patternsOf } from './find'

const root = resolve(import.meta.dirname, '../../../..')
/** Not the commands beside the server: they read nothing that a stranger wrote. */
const folders = ['server/src', 'server/embedded-mongo/src', 'shared/src', 'miniapp/src', 'miniapp/config']
const found = patternsIn(root, folders)

/** Files that make some while they run, and why nobody can make them slow. */
const made: Record<string, string> = {
  'server/embedded-mongo/src/query/regex.ts':
    'what an operator $regex asks for; of what a person writes the server asks for escaped words alone',
  'server/src/capabilities/accounts/vendors/alipay.ts': 'a name of ours stands in it',
  'miniapp/src/ui/Emoji/table.ts': 'a word that is escaped',
}

/** A process of its own: it is busy all the while. */
async function verdicts(patterns: Pick<Pattern, 'source' | 'flags'>[]): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'prove.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(patterns))
  return JSON.parse(await text(child.stdout)) as string[]
}

test('those that can be slow are found out', async () => {
  const sample = 'const slow = [/^(a+)+$/u, new RegExp("\\\\s+$"), RegExp(`${slow}`), /fine/]'
  const [nested, trailing, running, fine] = patternsOf('sample.ts', sample)
  expect([nested!.source, trailing!.source, running!.source, fine!.source]).toEqual([
    '^(a+)+$',
    '\\s+$',
    null,
    'fine',
  ])
  expect(await verdicts([nested!, trailing!, fine!])).toEqual([
    'vulnerable: exponential',
    'vulnerable: 2nd degree polynomial',
    'safe',
  ])
})

test('there are many, and each that is made while the program runs is known', () => {
  expect(found.length).toBeGreaterThan(100)
  expect(found.filter(one => one.source === null && !made[one.file]).map(one => one.at)).toEqual([])
})

test('all of them are linear', async () => {
  const all = found.filter(one => one.source !== null)
  const unique = [...new Map(all.map(one => [`/${one.source}/${one.flags}`, one])).values()]
  const told = await verdicts(unique)
  expect(
    unique.flatMap(({ at, source }, index) =>
      told[index] === 'safe' ? [] : [`${at} ${source} ${told[index]}`],
    ),
  ).toEqual([])
}, 180_000)
