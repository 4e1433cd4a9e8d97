/**
 * The socket speaks the protocol of RFC 6455 as the cases of the Autobahn testsuite ask for it, under their numbers
 * where they have one: the answers of a real server, on a socket that is signed in, to bytes of our own making.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson } from '../../testing/person'
import { closing, frame, opcodes } from '../wire/frame'
import { openWire } from '../wire/wire'
import { asking, type Case } from './case'
import { closes } from './closes'
import { fragments } from './fragments'
import { behindAnswers, framing, pings, reserved, unknown } from './framing'
import { limits } from './limits'
import { compression, handshakes } from './offers'
import { play } from './run'
import { texts } from './texts'

let app: TestApp
let token: string
beforeAll(async () => {
  app = await openTestApp()
  const alice = await aPerson(app, 'alice')
  token = alice.session.accessToken
})
afterAll(() => app.close())

const families: [name: string, cases: Case[]][] = [
  ['1 framing', framing],
  ['2 pings and pongs', pings],
  ['3 reserved bits', [...reserved, ...behindAnswers]],
  ['4 opcodes', unknown],
  ['5 fragmentation', fragments],
  ['6 UTF-8', texts],
  ['7 closing', closes],
  ['9 limits', limits],
]

test('each case has an id of its own, and there are some 250 of them', () => {
  const ids = [...families.flatMap(([, cases]) => cases), ...handshakes].map(one => one.id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  expect(ids.length + compression.length).toBeGreaterThanOrEqual(250)
})

describe.each(families)('%s', (_, cases) => {
  test.each(cases.map(one => [one.id, one.title, one] as const))('%s: %s', async (_id, _title, one) => {
    const { replies = [], faults = [], pongs = [], close } = one.get
    const got = await play(app.port, token, one)
    expect(got.close).toBe(close ?? 1000)
    // Requests on nothing in common are answered in the order in which they are done.
    got.replies.sort()
    if (close === undefined)
      return expect(got).toEqual({ replies: replies.toSorted(), faults, pongs, close: 1000 })
    // What was asked before the end is answered or not, as the end comes; nothing else is.
    expect(replies).toEqual(expect.arrayContaining(got.replies))
    expect(faults.slice(0, got.faults.length)).toEqual(got.faults)
    expect(got.pongs).toEqual(pongs.slice(0, got.pongs.length))
  })
})

describe('0 the handshake', () => {
  test.each(handshakes.map(one => [one.id, one.title, one] as const))('%s: %s', async (_id, _title, one) => {
    const wire = await openWire(app.port, { token, ...one.asked })
    expect(wire.answer.status).toBe(one.status)
    if (one.status === 101) await wire.frame(({ opcode }) => opcode === opcodes.text)
    else if (one.status !== 404) await wire.ended
    wire.destroy()
  })

  test('0.3.1: frames in the same write as the handshake are read', async () => {
    const wire = await openWire(app.port, { token, behind: Buffer.concat([asking('early'), closing(1000)]) })
    expect(await wire.closed).toBe(1000)
    wire.destroy()
  })

  test('0.3.2: a handshake that comes byte by byte is one', async () => {
    const wire = await openWire(app.port, { token, slowly: true })
    expect(wire.answer.status).toBe(101)
    wire.destroy()
  })
})

describe('12 and 13 compression', () => {
  test.each(compression.map((offer, index) => [`12.1.${index + 1}`, offer] as const))(
    '%s: "%s" is declined',
    async (_id, offer) => {
      const wire = await openWire(app.port, { token, headers: { 'Sec-WebSocket-Extensions': offer } })
      expect([wire.answer.status, wire.answer.headers['sec-websocket-extensions']]).toEqual([101, undefined])
      wire.send(asking('plain'))
      await wire.frame(({ payload }) => payload.includes('"plain"'), 'reply')
      wire.send(frame('compressed', { reserved: 4 }))
      expect(await wire.closed).toBe(1002)
      wire.destroy()
    },
  )
})
