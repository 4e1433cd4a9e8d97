/** Text that no device would send, made from text that one does. */
import type { Chance } from '../src/law/chance'

const values = [
  '1e999',
  '-0',
  '9007199254740993',
  '"\\ud800"',
  '"\\u0000"',
  'null',
  '[]',
  '{"$ne":null}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  `"${'a'.repeat(20_000)}"`,
  `${'['.repeat(2000)}${']'.repeat(2000)}`,
  `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
]

/** One to four changes of a text, each by chance: bytes, lengths, values, keys. */
export function mutate(text: string, dice: Chance): string {
  let mutated = text
  for (let times = 1 + dice.below(4); times > 0; times--) mutated = dice.pick(ways)!(mutated, dice)
  return mutated
}

const ways: ((text: string, dice: Chance) => string)[] = [
  (text, dice) => text.slice(0, dice.below(text.length)),
  (text, dice) => text.slice(dice.below(text.length)),
  (text, dice) => {
    const at = dice.below(text.length)
    return text.slice(0, at) + String.fromCodePoint(dice.below(0xd7ff)) + text.slice(at + dice.below(3))
  },
  (text, dice) => text.replace(/:("[^"]*"|\d+|\{\})/, `:${dice.pick(values)}`),
  (text, dice) =>
    text.replace(/("[^"]*"|\d+)(?=[,}])/g, one => (dice.next() < 0.3 ? dice.pick(values)! : one)),
  (text, dice) => text.replace('{', `{"__proto__":${dice.pick(values)},`),
  (text, dice) => text.replace('{', `{"${dice.pick(['$where', 'a.b', 'constructor', 'type', 'id'])}":1,`),
  text => text + text,
  text => `[${text}]`,
]
