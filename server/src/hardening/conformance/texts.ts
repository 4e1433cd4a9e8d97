/** Family 6: a text is UTF-8 as Unicode defines it, or the socket closes with 1007. */
import { frame, inFragments } from '../wire/frame'
import { carrying, type Case } from './case'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const greek = hex('ceba e1bdb9 cf83 cebc ceb5')

/** Texts by family: hexadecimal bytes that are good, or not. */
const good: Record<string, string[]> = {
  '6.7': ['7f', 'c280', 'e0a080', 'f0908080'],
  '6.9': ['7e', 'dfbf', 'efbfbf', 'f48fbfbf'],
  '6.11': ['ed9fbf', 'ee8080', 'efbfbd', 'f48fbfbf'],
  '6.22': nonCharacters(),
  '6.23': ['efbfb9', 'efbfba', 'efbfbb', 'efbfbc', 'efbfbd', 'efbfbe', 'efbfbf'],
}
const bad: Record<string, string[]> = {
  '6.8': ['f888808080', 'fc8480808080'],
  '6.10': ['f7bfbfbf', 'fbbfbfbfbf', 'fdbfbfbfbfbf'],
  '6.11.5': ['f4908080'],
  '6.12': ['80', 'bf', '80bf', '80bf80', '80bf80bf', '80bf80bf80', '80bf80bf80bf', allContinuations()],
  '6.13': [
    starts(0xc0, 0xdf),
    starts(0xe0, 0xef),
    starts(0xf0, 0xf7),
    starts(0xf8, 0xfb),
    starts(0xfc, 0xfd),
  ],
  '6.14': [
    'c0',
    'e080',
    'f08080',
    'f8808080',
    'fc80808080',
    'df',
    'efbf',
    'f7bfbf',
    'fbbfbfbf',
    'fdbfbfbfbf',
  ],
  '6.15': ['c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf'],
  '6.16': ['fe', 'ff', 'fefeffff'],
  '6.17': ['c0af', 'e080af', 'f08080af', 'f8808080af', 'fc80808080af'],
  '6.18': ['c1bf', 'e09fbf', 'f08fbfbf', 'f887bfbfbf', 'fc83bfbfbfbf'],
  '6.19': ['c080', 'e08080', 'f0808080', 'f880808080', 'fc8080808080'],
  '6.20': ['eda080', 'edadbf', 'edae80', 'edafbf', 'edb080', 'edbe80', 'edbfbf'],
  '6.21': [
    'eda080edb080',
    'eda080edbfbf',
    'edadbfedb080',
    'edadbfedbfbf',
    'edae80edb080',
    'edae80edbfbf',
    'edafbfedb080',
    'edafbfedbfbf',
  ],
}

const table = (all: Record<string, string[]>, isGood: boolean): Case[] =>
  Object.entries(all).flatMap(([family, texts]) =>
    texts.map((text, index) => ({
      id: family.split('.').length === 3 ? family : `${family}.${index + 1}`,
      title: `${text.slice(0, 24)} is ${isGood ? 'text' : 'none'}`,
      send: [frame(carrying(hex(text)))],
      get: isGood ? { faults: [hex(text).toString()] } : { close: 1007 },
    })),
  )

const mixed = Buffer.from('Hello-µ@ßöäüàá-UTF-8!!')
const whole = carrying(mixed)
const goodPieces: Case[] = [
  {
    id: '6.1.1',
    title: 'an empty text is a bad frame, not a bad text',
    send: [frame('')],
    get: { faults: [null] },
  },
  {
    id: '6.1.2',
    title: 'an empty text in three pieces',
    send: ['', '', ''].map(piece),
    get: { faults: [null] },
  },
  {
    id: '6.2.1',
    title: 'a text with letters of two bytes',
    send: [frame(whole)],
    get: { faults: [String(mixed)] },
  },
  {
    id: '6.2.2',
    title: 'the same, cut between letters',
    send: inFragments(whole, 31),
    get: { faults: [String(mixed)] },
  },
  {
    id: '6.2.3',
    title: 'the same, cut after each byte',
    send: inFragments(whole, 1),
    get: { faults: [String(mixed)] },
  },
  {
    id: '6.2.4',
    title: 'the same, byte by byte',
    send: [frame(whole)],
    get: { faults: [String(mixed)] },
    chopped: 1,
  },
  {
    id: '6.5.1',
    title: 'letters of three bytes',
    send: [frame(carrying(greek))],
    get: { faults: [String(greek)] },
  },
  {
    id: '6.5.2',
    title: 'the same, cut after each byte',
    send: inFragments(carrying(greek), 1),
    get: { faults: [String(greek)] },
  },
  ...[2, 3, 5].map((size, index) => ({
    id: `6.5.${index + 3}`,
    title: `the same, cut after each ${size} bytes`,
    send: inFragments(carrying(greek), size),
    get: { faults: [String(greek)] },
  })),
]

const surrogate = Buffer.concat([greek, hex('eda080'), Buffer.from('edited')])
const beyond = Buffer.concat([greek, hex('f4908080'), Buffer.from('edited')])
const badPieces: Case[] = [surrogate, beyond].flatMap((text, index) => [
  {
    id: `6.${index + 3}.1`,
    title: 'a text that goes bad in its middle',
    send: [frame(carrying(text))],
    get: { close: 1007 },
  },
  {
    id: `6.${index + 3}.2`,
    title: 'the same, cut after each byte',
    send: inFragments(carrying(text), 1),
    get: { close: 1007 },
  },
  {
    id: `6.${index + 3}.3`,
    title: 'the same in two pieces',
    send: inFragments(carrying(text), 36),
    get: { close: 1007 },
  },
  {
    id: `6.${index + 3}.4`,
    title: 'the same, byte by byte',
    send: [frame(carrying(text))],
    get: { close: 1007 },
    chopped: 1,
  },
])

/** Every beginning of a word: whole at the letters' ends, bad inside them. */
const beginnings: Case[] = Array.from({ length: greek.length }, (_, index) => {
  const text = greek.subarray(0, index + 1)
  const isWhole = Buffer.from(text.toString()).equals(text)
  return {
    id: `6.6.${index + 1}`,
    title: `the first ${index + 1} bytes of κόσμε are ${isWhole ? 'text' : 'none'}`,
    send: [frame(carrying(text))],
    get: isWhole ? { faults: [text.toString()] } : { close: 1007 },
  }
})

/** Texts, good and bad. */
export const texts: Case[] = [
  ...goodPieces,
  ...badPieces,
  ...beginnings,
  {
    id: '6.7.0',
    title: 'NUL is text, but no JSON',
    send: [frame(carrying(hex('00')))],
    get: { faults: [null] },
  },
  ...table(good, true),
  ...table(bad, false),
]

function piece(text: string, index: number): Buffer {
  return frame(text, { opcode: index === 0 ? 1 : 0, fin: index === 2 })
}
function allContinuations(): string {
  return Array.from({ length: 64 }, (_, index) => (0x80 + index).toString(16)).join('')
}
/** Each byte that begins a longer letter, with a space behind. */
function starts(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, index) => `${(from + index).toString(16)}20`).join('')
}
/** The last two places of each plane: no letters, but good UTF-8. */
function nonCharacters(): string[] {
  return Array.from({ length: 34 }, (_, index) =>
    Buffer.from(String.fromCodePoint((index >> 1) * 0x10000 + 0xfffe + (index & 1))).toString('hex'),
  )
}
