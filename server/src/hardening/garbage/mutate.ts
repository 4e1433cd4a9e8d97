/** Garbage from good things: the same chance makes the same garbage. */
import type { Chance } from '../../law/chance'

const deep = (open: string, close: string, levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`

/** Values that somebody hostile puts in the place of any other, as JSON. */
const hostile = [
  ...[
    'null',
    'true',
    '[]',
    '{}',
    '""',
    '0',
    '-0',
    '-1',
    '1.5',
    '1e400',
    '-1e400',
    '1e-400',
    '9007199254740993',
  ],
  ...['99999999999999999999999999', '"1"', '[[]]', '[null]', '{"length":1}', '{"toString":1}', '{"then":1}'],
  ...[
    '{"$ne":null}',
    '{"$gt":""}',
    '{"$where":"while(1);"}',
    '{"$regex":"^(a+)+$"}',
    '{"$in":[{"$ne":1}]}',
    '{"$expr":{}}',
  ],
  ...[
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"a.b":1}',
    '{"a\\u0000":1}',
  ],
  ...[
    '"\\ud800"',
    '"\\udfff\\ud800"',
    '"\\u0000"',
    '"\\u202e\\u2066"',
    '"__proto__"',
    '"constructor"',
    '"$where"',
    '"a.b"',
  ],
  ...[
    '"../../../etc/passwd"',
    '"%00"',
    '"\\\\"',
    `"${'x'.repeat(5000)}"`,
    `"${'😀'.repeat(500)}"`,
    `"${'a\u0301'.repeat(300)}"`,
  ],
  ...[
    '"2026-02-30T00:00:00Z"',
    '"+275760-09-13T00:00:00.001Z"',
    '"0000-00-00T00:00:00Z"',
    '{"type":"text","text":{"$ne":1}}',
  ],
  ...[deep('[', ']', 200), deep('{"a":', '}', 200), deep('[', ']', 3000), `[${'1,'.repeat(999)}1]`],
]
const names = [
  '__proto__',
  'constructor',
  'prototype',
  '$where',
  '$ne',
  'a.b',
  '_id',
  'isAdmin',
  'role',
  'type',
  'id',
  'userId',
  'hasOwnProperty',
  '',
]

/** One field of an object in another's place, twice, gone, or foreign; as JSON text. */
export function mutateInput(chance: Chance, input: Record<string, unknown>): string {
  const fields = Object.entries(input).map(
    ([name, value]) => [JSON.stringify(name), JSON.stringify(value) ?? 'null'] as [string, string],
  )
  for (let times = 1 + chance.below(2); times > 0; times--) {
    const field = chance.pick(fields)
    const value = chance.pick(hostile)!
    const how = chance.below(6)
    if (how < 3 && field) field[1] = value
    else if (how === 3 && field) fields.push([field[0], value])
    else if (how === 4 && field) field[0] = JSON.stringify(chance.pick(names))
    else fields.push([JSON.stringify(chance.pick(names)), value])
  }
  return `{${fields.map(([name, value]) => `${name}:${value}`).join(',')}}`
}

/** A text with some of its characters gone, doubled, exchanged or made up, or with its end cut off. */
export function mutateText(chance: Chance, text: string): string {
  const at = chance.below(text.length + 1)
  const length = 1 + chance.below(8)
  const made = String.fromCharCode(
    ...Array.from({ length }, () => chance.below(chance.below(4) ? 128 : 0x3000)),
  )
  const ways = [
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at + length),
    () => text.slice(0, at) + text.slice(Math.max(0, at - length)),
    () => text.slice(0, at) + made + text.slice(at + length),
    () =>
      text.slice(0, at) +
      chance.pick(['"', '{', '}', '[', ']', ',', ':', '\\', '\\u', 'e', '-', '\n'])! +
      text.slice(at),
    () => text + text.slice(at),
  ]
  return chance.pick(ways)!()
}

/** Bytes with some of them changed, most often among the first, where a frame says what it is; never the same. */
export function mutateBytes(chance: Chance, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  for (let times = 1 + chance.below(3); times > 0; times--) {
    const at = chance.below(chance.below(2) ? Math.min(14, copy.length) : copy.length)
    copy[at]! ^= 1 << chance.below(8)
  }
  return chance.below(8) === 0 ? copy.subarray(0, chance.below(copy.length)) : copy
}
