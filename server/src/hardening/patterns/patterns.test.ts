/** No regular expression takes more than linear time, whatever it is given: each is proved by recheck. */
import { resolve } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { type Pattern, patternsIn, patternsOf } from './find'

const root = resolve(import.meta.dirname, '../../../..')
const folders = [
  'server/src',
  'server/scripts',
  'server/bench',
  'server/embedded-mongo/src',
  'shared/src',
  'miniapp/src',
  'miniapp/config',
]
const found = patternsIn(root, folders)

/** Files that make some while they run, and why nobody can make them slow. */
const made: Record<string, string> = {
  'server/embedded-mongo/src/query/regex.ts':
    'what an operator $regex asks for; the server asks for none that a person wrote',
  'server/src/capabilities/accounts/vendors/alipay.ts': 'a name of ours stands in it',
  'server/scripts/demo/scenes.mjs': 'a name of ours stands in it',
  'server/bench/running.ts': 'a name of ours stands in it',
  'miniapp/src/ui/Emoji/table.ts': 'a word that is escaped',
}

type Check = (
  source: string,
  flags: string,
  options: object,
) => { status: string; complexity?: { summary: string } }
let check: Check
beforeAll(async () => {
  // The part of it that is JavaScript needs no program beside Node.
  process.env.RECHECK_SYNC_BACKEND = 'pure'
  check = (await import('recheck')).checkSync
})

/** Short names of properties of letters, which recheck knows by the long ones alone. */
const properties: Record<string, string> = {
  RI: 'Regional_Indicator',
  EMod: 'Emoji_Modifier',
  ExtPict: 'Extended_Pictographic',
}
const longNames = (source: string) =>
  source.replace(/\\p\{(\w+)\}/g, (whole, name: string) =>
    properties[name] ? `\\p{${properties[name]}}` : whole,
  )

const verdict = ({ source, flags }: Pick<Pattern, 'source' | 'flags'>) => {
  const { status, complexity } = check(longNames(source!), flags, { timeout: 20_000 })
  return status === 'safe' ? 'safe' : `${status}: ${complexity?.summary ?? 'unknown'}`
}

test('those that can be slow are found out', () => {
  const text = 'const slow = [/^(a+)+$/u, new RegExp("\\\\s+$"), RegExp(`${slow}`), /fine/]'
  const [nested, trailing, running, fine] = patternsOf('sample.ts', text)
  expect([nested!.source, trailing!.source, running!.source, fine!.source]).toEqual([
    '^(a+)+$',
    '\\s+$',
    null,
    'fine',
  ])
  expect([nested, trailing, fine].map(one => verdict(one!))).toEqual([
    'vulnerable: exponential',
    'vulnerable: 2nd degree polynomial',
    'safe',
  ])
})

test('there are many, and each that is made while the program runs is known', () => {
  expect(found.length).toBeGreaterThan(100)
  expect(found.filter(one => one.source === null && !made[one.file]).map(one => one.at)).toEqual([])
})

test('all of them are linear', () => {
  const unique = new Map(
    found.filter(one => one.source !== null).map(one => [`/${one.source}/${one.flags}`, one]),
  )
  const slow = [...unique]
    .map(([text, one]) => `${one.at} ${text} ${verdict(one)}`)
    .filter(line => !line.endsWith(' safe'))
  expect(slow).toEqual([])
}, 120_000)
