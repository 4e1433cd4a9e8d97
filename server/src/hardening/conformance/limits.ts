/** Families 9 and 10: long messages in every way to send them, up to the limit and one byte beyond, and many short ones. */
import { frame, inFragments, opcodes } from '../wire/frame'
import { asking, type Case, request } from './case'

const KiB = 1024
const MiB = KiB * KiB
const sizes: [size: number, name: string][] = [
  [64 * KiB, '64 KiB'],
  [256 * KiB, '256 KiB'],
  [MiB, '1 MiB'],
  [MiB + 1, '1 MiB and a byte'],
  [4 * MiB, '4 MiB'],
  [8 * MiB, '8 MiB'],
]
const pieces = [64, 128, 256, KiB, 4 * KiB, 16 * KiB, 64 * KiB, 256 * KiB, MiB]
const chops = [64, 128, 256, 512, KiB, 2 * KiB]
const many = [64, 128, 256, KiB, 4 * KiB, 16 * KiB]
const reply = { replies: ['1'] }
const badFrame = { faults: [null] }
const beyond = { close: 1009 }
const tooFine = { close: 1008 }
const binary = { opcode: opcodes.binary }
const longText = request('1', MiB)
const longBytes = Buffer.alloc(MiB, 0xfe)

/** Long and many messages; `WS_MAX_PAYLOAD` is 1 MiB. */
export const limits: Case[] = [
  ...sizes.flatMap(([size, name], index): Case[] => [
    {
      id: `9.1.${index + 1}`,
      title: `a text of ${name}`,
      send: [frame(request('1', size))],
      get: size > MiB ? beyond : reply,
    },
    {
      id: `9.2.${index + 1}`,
      title: `a binary message of ${name}`,
      send: [frame(Buffer.alloc(size), binary)],
      get: size > MiB ? beyond : badFrame,
    },
  ]),
  ...pieces.flatMap((size, index): Case[] => [
    {
      id: `9.3.${index + 1}`,
      title: `a text of 1 MiB in pieces of ${size}`,
      send: [Buffer.concat(inFragments(longText, size))],
      get: size < 128 ? tooFine : reply,
    },
    {
      id: `9.4.${index + 1}`,
      title: `a binary message of 1 MiB in pieces of ${size}`,
      send: [Buffer.concat(inFragments(longBytes, size, opcodes.binary))],
      get: size < 128 ? tooFine : badFrame,
    },
  ]),
  ...chops.flatMap((chopped, index): Case[] => [
    {
      id: `9.5.${index + 1}`,
      title: `a text of 1 MiB in chops of ${chopped}`,
      send: [frame(longText)],
      get: reply,
      chopped,
    },
    {
      id: `9.6.${index + 1}`,
      title: `a binary message of 1 MiB in chops of ${chopped}`,
      send: [frame(longBytes, binary)],
      get: badFrame,
      chopped,
    },
  ]),
  ...many.map((size, index) => ({
    id: `9.7.${index + 1}`,
    title: `100 requests of ${size} bytes are all answered`,
    send: Array.from({ length: 100 }, (_, number) => frame(request(String(number), size))),
    get: { replies: Array.from({ length: 100 }, (_, number) => String(number)) },
  })),
  {
    id: '9.8.1',
    title: '19 binary messages are 19 bad frames',
    send: Array.from({ length: 19 }, () => frame('x', binary)),
    get: { faults: Array(19).fill(null) },
  },
  {
    id: '9.8.2',
    title: '20 of them are too many',
    send: Array.from({ length: 20 }, () => frame('x', binary)),
    get: { faults: Array(20).fill(null), close: 4008 },
  },
  {
    id: '9.9.1',
    title: 'pieces that together are one byte too long',
    send: [Buffer.concat(inFragments(request('1', MiB + 1), 64 * KiB))],
    get: beyond,
  },
  {
    id: '9.9.2',
    title: 'a good request before one that is too long',
    send: [asking(), frame(request('2', MiB + 1))],
    get: { ...reply, ...beyond },
  },
  {
    id: '10.1.1',
    title: 'a text of 64 KiB in pieces of 1300',
    send: inFragments(request('1', 64 * KiB), 1300),
    get: reply,
  },
]
