/** Family 7: the closing handshake. */
import { closing, frame, inFragments, opcodes } from '../wire/frame'
import { asking, type Case, ping, request } from './case'

const good = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]
const bad = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999]
const [first, second] = inFragments(request('1'), 30) as [Buffer, Buffer]
const normal = { close: 1000 }
const late = { replies: ['1'], close: 1000 }

/** A close is answered with its own code, and nothing behind it is heard. */
export const closes: Case[] = [
  { id: '7.1.1', title: 'a text, then a close', send: [asking(), closing(1000)], get: late },
  { id: '7.1.2', title: 'two closes are answered once', send: [closing(1000), closing(1000)], get: normal },
  { id: '7.1.3', title: 'a ping behind a close', send: [closing(1000), ping('late')], get: normal },
  { id: '7.1.4', title: 'a text behind a close', send: [closing(1000), asking()], get: normal },
  { id: '7.1.5', title: 'a close between two pieces', send: [first, closing(1000), second], get: normal },
  {
    id: '7.1.6',
    title: 'a long text, a close and a ping',
    send: [frame(request('1', 256 * 1024)), closing(1000), ping()],
    get: late,
  },
  {
    id: '7.1.7',
    title: 'an error behind a close',
    send: [closing(1000), frame('', { opcode: 3 })],
    get: normal,
  },
  { id: '7.3.1', title: 'a close without payload', send: [closing()], get: { close: 1005 } },
  {
    id: '7.3.2',
    title: 'a close of one byte is an error',
    send: [frame('x', { opcode: opcodes.close })],
    get: { close: 1002 },
  },
  { id: '7.3.3', title: 'a close with a code', send: [closing(1000)], get: normal },
  {
    id: '7.3.4',
    title: 'a close with a code and a reason',
    send: [closing(1000, 'Hello, world!')],
    get: normal,
  },
  { id: '7.3.5', title: 'a reason of 123 bytes', send: [closing(1000, '*'.repeat(123))], get: normal },
  {
    id: '7.3.6',
    title: 'a reason of 124 bytes is an error',
    send: [closing(1000, '*'.repeat(124))],
    get: { close: 1002 },
  },
  {
    id: '7.5.1',
    title: 'a reason that is no text',
    send: [closing(1000, Buffer.from('ceba80ff', 'hex'))],
    get: { close: 1007 },
  },
  {
    id: '7.5.2',
    title: 'a close in two pieces is an error',
    send: inFragments(Buffer.from([3, 232, 65, 65]), 2, opcodes.close),
    get: { close: 1002 },
  },
  ...good.map((code, index) => ({
    id: `7.7.${index + 1}`,
    title: `${code} may be sent and comes back`,
    send: [closing(code)],
    get: { close: code },
  })),
  ...bad.map((code, index) => ({
    id: `7.9.${index + 1}`,
    title: `${code} may not be sent`,
    send: [closing(code)],
    get: { close: 1002 },
  })),
  { id: '7.13.1', title: '5000 may not be sent', send: [closing(5000)], get: { close: 1002 } },
  { id: '7.13.2', title: '65535 may not be sent', send: [closing(65_535)], get: { close: 1002 } },
]
