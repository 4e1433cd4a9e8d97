import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { statSync } from 'node:fs'
import { connectRaw, opMsg, opQuery } from './testing/raw'
import { startServer, type TestServer } from './testing/server'

let server: TestServer
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.stop())

const raw = () => connectRaw(server.server.address)
const hello = { $db: 'admin' }

describe('the handshake', () => {
  test('answers OP_MSG hello without sessions and without streaming', async () => {
    const connection = raw()
    connection.send(opMsg(1, { hello: 1, ...hello, backpressure: true, client: { driver: {} } }))
    const { to, body } = await connection.next()
    expect(to).toBe(1)
    expect(body).toMatchObject({
      isWritablePrimary: true,
      maxWireVersion: 21,
      maxBsonObjectSize: 16777216,
      ok: 1,
    })
    expect(body).not.toHaveProperty('logicalSessionTimeoutMinutes')
    expect(body).not.toHaveProperty('topologyVersion')
    connection.socket.destroy()
  })

  test.each([{ isMaster: 1 }, { ismaster: 1, helloOk: true }, { $query: { isMaster: 1 } }])(
    'answers the legacy OP_QUERY %j with OP_REPLY',
    async query => {
      const connection = raw()
      connection.send(opQuery(7, 'admin.$cmd', query))
      expect(await connection.next()).toMatchObject({
        to: 7,
        opcode: 1,
        body: { ismaster: true, helloOk: true, ok: 1 },
      })
      connection.socket.destroy()
    },
  )
})

describe('messages', () => {
  test('are answered in order, however many are sent ahead', async () => {
    const connection = raw()
    const all = Array.from({ length: 50 }, (_, n) =>
      n % 2
        ? opMsg(n, { find: 'order', $db: 'test' })
        : opMsg(n, { insert: 'order', $db: 'test', documents: [{ _id: n }] }),
    )
    connection.send(Buffer.concat(all))
    for (let n = 0; n < 50; n++) {
      const { to, body } = await connection.next()
      expect(to).toBe(n)
      if (n % 2) expect(body['cursor'].firstBatch).toHaveLength((n + 1) / 2)
    }
    connection.socket.destroy()
  })

  test('may arrive one byte at a time', async () => {
    const connection = raw()
    for (const byte of opMsg(3, { ping: 1, ...hello })) {
      connection.send(Buffer.of(byte))
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(await connection.next()).toMatchObject({ to: 3, body: { ok: 1 } })
    connection.socket.destroy()
  })

  test('carry documents as sequences, with a checksum behind them', async () => {
    const connection = raw()
    const documents = Array.from({ length: 5 }, (_, _id) => ({ _id }))
    connection.send(opMsg(1, { insert: 'sequenced', $db: 'test' }, { documents }, 1))
    expect((await connection.next()).body).toMatchObject({ n: 5, ok: 1 })
    const updates = [
      { q: { _id: 1 }, u: { $set: { x: 1 } } },
      { q: {}, u: { $set: { y: 1 } }, multi: true },
    ]
    connection.send(opMsg(2, { update: 'sequenced', $db: 'test' }, { updates }))
    expect((await connection.next()).body).toMatchObject({ n: 6, nModified: 6, ok: 1 })
    connection.send(opMsg(3, { delete: 'sequenced', $db: 'test' }, { deletes: [{ q: { x: 1 }, limit: 0 }] }))
    expect((await connection.next()).body).toMatchObject({ n: 1, ok: 1 })
    connection.socket.destroy()
  })

  test('with moreToCome are done and not answered', async () => {
    const connection = raw()
    connection.send(opMsg(1, { insert: 'silent', $db: 'test', documents: [{ _id: 1 }] }, {}, 2))
    connection.send(opMsg(2, { count: 'silent', $db: 'test' }))
    expect(await connection.next()).toMatchObject({ to: 2, body: { n: 1 } })
    connection.socket.destroy()
  })

  test.each([
    ['a length beyond 48 MB', Buffer.from([0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0])],
    ['a length below the header', Buffer.from([4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0])],
    ['an unknown opcode', Buffer.from([16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 0, 0])],
    ['an unknown required flag', opMsg(1, { ping: 1, ...hello }, {}, 4)],
    ['a torn document', opMsg(1, { ping: 1, ...hello }).fill(0xff, 21, 30)],
    ['no body', Buffer.from([20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0, 0, 0, 0, 0])],
  ])('with %s end the connection and nothing else', async (_, bytes) => {
    const connection = raw()
    connection.send(bytes)
    await connection.closed
    expect(await server.db.command({ ping: 1 })).toMatchObject({ ok: 1 })
  })

  test('of nearly 48 MB pass both ways', async () => {
    const things = server.collection()
    const large = Array.from({ length: 46 }, (_, n) => ({ n, text: 'x'.repeat(1_000_000) }))
    await things.insertMany(large)
    const found = await things.find({}, { batchSize: 100 }).toArray()
    expect(found.map(one => one['n'])).toEqual(large.map(one => one.n))
  })
})

test('the socket is for the same user only', () => {
  expect(statSync(server.server.address).mode & 0o777).toBe(0o600)
})
