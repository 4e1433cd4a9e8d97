/** Families 1 to 4: lengths of frames, pings and pongs, reserved bits, opcodes. */
import { frame, opcodes } from '../wire/frame'
import { asking, type Case, ping, pong, request } from './case'

const lengths = [0, 125, 126, 127, 128, 65_535, 65_536]
const binary = { opcode: opcodes.binary }
const bytes = (count: number) => Buffer.alloc(count, 0xfe)

const texts: Case[] = lengths.map((length, index) => ({
  id: `1.1.${index + 1}`,
  title: `a text of ${length} bytes is read`,
  send: [frame(length === 0 ? '' : request('1', length))],
  get: length === 0 ? { faults: [null] } : { replies: ['1'] },
}))
const binaries: Case[] = lengths.map((length, index) => ({
  id: `1.2.${index + 1}`,
  title: `a binary message of ${length} bytes is a bad frame, no more`,
  send: [frame(bytes(length), binary)],
  get: { faults: [null] },
}))
const unmasked: Case[] = (['text', 'binary', 'ping', 'close'] as const).map((name, index) => ({
  id: `1.3.${index + 1}`,
  title: `a ${name} frame without a mask is an error`,
  send: [frame(name === 'close' ? Buffer.from([3, 232]) : 'text', { opcode: opcodes[name], masked: false })],
  get: { close: 1002 },
}))

/** How frames state their length. */
export const framing: Case[] = [
  ...texts,
  {
    id: '1.1.8',
    title: 'a text of 65536 bytes in chops of 997',
    send: [frame(request('1', 65_536))],
    get: { replies: ['1'] },
    chopped: 997,
  },
  ...binaries,
  {
    id: '1.2.8',
    title: 'a binary message of 65536 bytes in chops of 997',
    send: [frame(bytes(65_536), binary)],
    get: { faults: [null] },
    chopped: 997,
  },
  ...unmasked,
]

const ten = Array.from({ length: 10 }, (_, index) => Buffer.from(`payload ${index}`))
const hello = Buffer.from('Hello, world!')
const odd = Buffer.from([0x00, 0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0x00, 0xff])

/** Pings are answered with their own payload, pongs with nothing. */
export const pings: Case[] = [
  { id: '2.1', title: 'a ping without payload', send: [ping()], get: { pongs: [Buffer.alloc(0)] } },
  { id: '2.2', title: 'a ping with text', send: [ping(hello)], get: { pongs: [hello] } },
  { id: '2.3', title: 'a ping with bytes that are no text', send: [ping(odd)], get: { pongs: [odd] } },
  { id: '2.4', title: 'a ping of 125 bytes', send: [ping(bytes(125))], get: { pongs: [bytes(125)] } },
  { id: '2.5', title: 'a ping of 126 bytes is an error', send: [ping(bytes(126))], get: { close: 1002 } },
  {
    id: '2.6',
    title: 'a ping of 125 bytes, byte by byte',
    send: [ping(bytes(125))],
    get: { pongs: [bytes(125)] },
    chopped: 1,
  },
  { id: '2.7', title: 'a pong that nobody asked for', send: [pong()], get: {} },
  { id: '2.8', title: 'the same with payload', send: [pong('unsolicited')], get: {} },
  {
    id: '2.9',
    title: 'such a pong, then a ping',
    send: [pong('unsolicited'), ping(hello)],
    get: { pongs: [hello] },
  },
  { id: '2.10', title: 'ten pings', send: ten.map(one => ping(one)), get: { pongs: ten } },
  {
    id: '2.11',
    title: 'ten pings, byte by byte',
    send: ten.map(one => ping(one)),
    get: { pongs: ten },
    chopped: 1,
  },
]

const error = { close: 1002 }
const after = { replies: ['1'], close: 1002 }

/** Nothing has been agreed on that would give these bits a meaning. */
export const reserved: Case[] = [
  { id: '3.1', title: 'bit 3 on a text', send: [asking('1', { reserved: 1 })], get: error },
  {
    id: '3.2',
    title: 'bit 2 on the second text, then a ping',
    send: [asking(), asking('2', { reserved: 2 }), ping()],
    get: after,
  },
  {
    id: '3.3',
    title: 'bits 2 and 3 on the second text, in one write',
    send: [Buffer.concat([asking(), asking('2', { reserved: 3 }), ping()])],
    get: after,
  },
  {
    id: '3.4',
    title: 'bit 1 on the second text, byte by byte',
    send: [asking(), asking('2', { reserved: 4 }), ping()],
    get: after,
    chopped: 1,
  },
  {
    id: '3.5',
    title: 'bits 1 and 3 on a binary message',
    send: [frame(odd, { ...binary, reserved: 5 })],
    get: error,
  },
  { id: '3.6', title: 'bits 1 and 2 on a ping', send: [ping(hello, { reserved: 6 })], get: error },
  {
    id: '3.7',
    title: 'all three on a close',
    send: [frame(Buffer.from([3, 232]), { opcode: opcodes.close, reserved: 7 })],
    get: error,
  },
]

const unread = frame('no JSON')
const behindFault = { faults: [null], close: 1002 }
/** The code of an error is told, also where something before it in the same write is just being answered. */
export const behindAnswers: Case[] = [
  {
    id: '3.8',
    title: 'reserved bits behind a bad frame',
    send: [Buffer.concat([unread, asking('2', { reserved: 4 })])],
    get: behindFault,
  },
  {
    id: '3.9',
    title: 'no mask behind a bad frame',
    send: [Buffer.concat([unread, frame('x', { masked: false })])],
    get: behindFault,
  },
  {
    id: '3.10',
    title: 'a bad text behind a bad frame',
    send: [Buffer.concat([unread, frame(Buffer.from([0xff]))])],
    get: { faults: [null], close: 1007 },
  },
]

/** The opcodes that the protocol keeps for later. */
export const unknown: Case[] = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode, index) => {
  const strange = frame(index % 5 === 0 ? '' : 'payload', { opcode })
  const id = `4.${opcode < 8 ? 1 : 2}.${(index % 5) + 1}`
  if (index % 5 < 2) return { id, title: `opcode ${opcode}`, send: [strange], get: error }
  const chopped = index % 5 === 4 ? { chopped: 1 } : {}
  return {
    id,
    title: `opcode ${opcode} behind a text`,
    send: [asking(), strange, ping()],
    get: after,
    ...chopped,
  }
})
