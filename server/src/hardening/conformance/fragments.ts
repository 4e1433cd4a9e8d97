/** Family 5: messages in pieces, and what may stand between the pieces. */
import { frame, inFragments, opcodes } from '../wire/frame'
import { asking, type Case, ping, pong, request } from './case'

const halves = inFragments(request('1'), Math.ceil(request('1').length / 2))
const [first, second] = halves as [Buffer, Buffer]
const five = inFragments(request('1'), Math.ceil(request('1').length / 5))
const more = (fin: boolean) => frame('nothing to continue', { opcode: opcodes.more, fin })
const cut = (opcode: number) => inFragments('two fragments', 7, opcode)
const one = Buffer.from('between')
const reply = { replies: ['1'] }
const both = { replies: ['1'], pongs: [one] }
const error = { close: 1002 }
const after = { replies: ['1'], close: 1002 }

/** A piece that continues nothing, in its three ways to be sent. */
const nothingBefore = (begin: number, fin: boolean): Case[] =>
  [
    { title: 'frame by frame', send: [more(fin), asking()] },
    { title: 'in one write', send: [Buffer.concat([more(fin), asking()])] },
    { title: 'byte by byte', send: [more(fin), asking()], chopped: 1 },
  ].map(({ title, ...rest }, index) => ({
    id: `5.${begin + index}`,
    title: `${fin ? 'the end' : 'the middle'} of a message that never began, ${title}`,
    get: error,
    ...rest,
  }))

const between = [first, ping(one), second]
const pieces = [five[0]!, five[1]!, ping(one), five[2]!, five[3]!, ping(one), five[4]!]

/** Messages in pieces. */
export const fragments: Case[] = [
  { id: '5.1', title: 'a ping in two pieces is an error', send: cut(opcodes.ping), get: error },
  { id: '5.2', title: 'a pong in two pieces is an error', send: cut(opcodes.pong), get: error },
  { id: '5.3', title: 'a text in two pieces', send: halves, get: reply },
  { id: '5.4', title: 'a text in two pieces, in one write', send: [Buffer.concat(halves)], get: reply },
  { id: '5.5', title: 'a text in two pieces, byte by byte', send: halves, get: reply, chopped: 1 },
  { id: '5.6', title: 'a ping between two pieces', send: between, get: both },
  { id: '5.7', title: 'a ping between two pieces, in one write', send: [Buffer.concat(between)], get: both },
  { id: '5.8', title: 'a ping between two pieces, byte by byte', send: between, get: both, chopped: 1 },
  ...nothingBefore(9, true),
  ...nothingBefore(12, false),
  {
    id: '5.15',
    title: 'a middle behind a whole message',
    send: [...halves, more(false), asking('2')],
    get: after,
  },
  {
    id: '5.16',
    title: 'a middle before a text, twice',
    send: [more(false), asking(), more(false), asking('2')],
    get: error,
  },
  {
    id: '5.17',
    title: 'an end before a text, twice',
    send: [more(true), asking(), more(true), asking('2')],
    get: error,
  },
  {
    id: '5.18',
    title: 'a second message before the first has ended',
    send: [first, asking('2')],
    get: error,
  },
  {
    id: '5.19',
    title: 'five pieces with two pings between them',
    send: pieces,
    get: { ...reply, pongs: [one, one] },
  },
  {
    id: '5.20',
    title: 'the same in one write',
    send: [Buffer.concat(pieces)],
    get: { ...reply, pongs: [one, one] },
  },
  { id: '5.21', title: 'a pong between two pieces', send: [first, pong(one), second], get: reply },
  { id: '5.22', title: 'pieces without payload around one with it', send: around(), get: reply },
  {
    id: '5.23',
    title: 'a binary message before a text has ended',
    send: [first, frame('x', { opcode: opcodes.binary })],
    get: error,
  },
  {
    id: '5.24',
    title: 'a binary message in two pieces is one bad frame',
    send: cut(opcodes.binary),
    get: { faults: [null] },
  },
]

function around(): Buffer[] {
  const empty = (opcode: number, fin: boolean) => frame('', { opcode, fin })
  const whole = frame(request('1'), { opcode: opcodes.more, fin: false })
  return [empty(opcodes.text, false), empty(opcodes.more, false), whole, empty(opcodes.more, true)]
}
