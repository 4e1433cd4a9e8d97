import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { Welcome } from '@community-chat/shared/protocol/frame'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, type TestPerson } from '../../testing/person'
import { pause, rawHttp, rawSignedIn, rawSocket, type RawSocket } from '../../testing/raw'

const page = 'https://chat.example'
let app: TestApp
let alice: TestPerson
let bob: TestPerson
const opened: RawSocket[] = []
beforeAll(async () => {
  app = await openTestApp({
    ALLOWED_ORIGINS: `${page}, https://other.example`,
    WS_MAX_PAYLOAD: String(64 * 1024),
  })
  alice = await aPerson(app, 'alice')
  bob = await aPerson(app, 'bob')
})
afterEach(async () => {
  for (const { socket } of opened.splice(0)) socket.terminate()
  await pause(20)
})
afterAll(() => app.close())

const open = async (options: Parameters<typeof rawSocket>[1] = {}) => {
  const socket = await rawSocket(app, options)
  opened.push(socket)
  return socket
}
const signedIn = async (person = alice) => {
  const socket = await rawSignedIn(app, person.session.accessToken)
  opened.push(socket)
  return socket
}
const question = { type: 'list_conversations', limit: 1 }

describe('signing in', () => {
  test('the first frame from the server is the welcome: who, which connection, how often it pings, what time it is', async () => {
    const { frames } = await signedIn()
    const { type, ...welcome } = frames[0]!
    expect(type).toBe('welcome')
    expect(Welcome.parse(welcome)).toMatchObject({ userId: alice.id, heartbeat: 25 })
    expect(Math.abs(Date.parse(welcome.serverTime) - Date.now())).toBeLessThan(2000)
  })

  test('two connections of one person have different ids', async () => {
    const [one, two] = [await signedIn(), await signedIn()]
    expect(one.frames[0]!.connectionId).not.toBe(two.frames[0]!.connectionId)
  })

  test('a first frame with the token does as well as a header', async () => {
    const socket = await open()
    socket.send({ type: 'authenticate', token: alice.session.accessToken })
    expect((await socket.frame(one => one.type === 'welcome')).userId).toBe(alice.id)
    expect((await socket.ask(question)).type).toBe('reply')
  })

  test('who says nothing for 5 s is closed with 4001', async () => {
    const begun = Date.now()
    const socket = await open()
    expect(await socket.closed).toBe(4001)
    expect(Date.now() - begun).toBeGreaterThan(4500)
    expect(Date.now() - begun).toBeLessThan(7500)
  })

  test.each(['?userId=', '?userId=&token=', '?user='])('a name in the address is nobody: %s', async path => {
    const socket = await open({ path: `${path}${alice.id}` })
    await pause(300)
    expect(socket.frames).toEqual([])
    socket.send(question)
    expect(await socket.closed).toBe(4001)
    expect(socket.frames).toEqual([])
  })

  test.each([
    ['no token', {}],
    ['a token that is no text', { token: { $ne: null } }],
  ])('an authenticate with %s is a bad frame, and another try is free', async (_, fields) => {
    const socket = await open()
    expect((await socket.ask({ type: 'authenticate', ...fields })).code).toBe('bad_frame')
    socket.send({ type: 'authenticate', token: alice.session.accessToken })
    await socket.frame(one => one.type === 'welcome')
  })

  test('before signing in a frame is at most 8 KiB; after it, more', async () => {
    const socket = await open()
    socket.send({ type: 'authenticate', token: 'x'.repeat(9000) })
    expect(await socket.closed).toBe(1009)
    const inside = await signedIn()
    const ids = Array.from({ length: 200 }, (_, i) => `${'x'.repeat(60)}${String(i).padStart(4, '0')}`)
    expect((await inside.ask({ type: 'get_people', userIds: ids })).data).toEqual({ items: [] })
  })

  test('at most 20 sockets of one address wait without a name; the named ones do not count', async () => {
    const named = await Promise.all(Array.from({ length: 3 }, () => signedIn()))
    await Promise.all(Array.from({ length: 20 }, () => open()))
    await expect(rawSocket(app)).rejects.toMatchObject({ status: 429 })
    opened.push(await rawSignedIn(app, bob.session.accessToken))
    opened[opened.length - 2]!.socket.terminate()
    await pause(50)
    await open()
    expect((await named[0]!.ask(question)).type).toBe('reply')
  })
})

describe('origins', () => {
  test.each([page, 'https://other.example'])('a page on the list may open a socket: %s', async origin => {
    await open({ headers: { origin } })
  })

  test('so may the server’s own page, and a caller that is no page', async () => {
    await open({ headers: { origin: app.url } })
    await open()
  })

  test.each([
    'https://evil.example',
    'http://chat.example',
    'https://chat.example.evil.example',
    'https://chat.example:8443',
    'https://sub.chat.example',
    'https://chat.exampl',
    'null',
    '',
    'https://chat.example/',
    'https://CHAT.example',
  ])('a page elsewhere may not, also with a good token: "%s"', async origin => {
    const headers = { origin, authorization: `Bearer ${alice.session.accessToken}` }
    await expect(rawSocket(app, { headers })).rejects.toMatchObject({ status: 403 })
  })

  test('over HTTP only pages on the list may read an answer', async () => {
    const read = async (origin: string) =>
      (await rawHttp(app, '/api/me', { headers: { origin } })).headers['access-control-allow-origin']
    expect(await read(page)).toBe(page)
    expect(await read('https://evil.example')).toBeFalsy()
    const asked = await rawHttp(app, '/api/me', {
      method: 'OPTIONS',
      headers: { origin: page, 'access-control-request-method': 'PATCH' },
    })
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([204, page])
    expect(asked.headers['access-control-allow-credentials']).toBeUndefined()
  })

  test('another path is no socket', async () => {
    const { socketUrl } = app
    await expect(rawSocket({ socketUrl: socketUrl.replace('/ws', '/wss') })).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('frames', () => {
  test.each([
    ['half of JSON', '{"type":'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['no type', '{}'],
    ['a type that is no text', '{"type":{"$ne":null}}'],
    ['an unknown type', '{"type":"drop_tables"}'],
    ['an id that is no text', '{"type":"sync","id":7}'],
    ['an id of 65 characters', `{"type":"sync","id":"${'x'.repeat(65)}"}`],
    ['a name of the object', '{"type":"constructor"}'],
    ['a push', '{"type":"new_message","data":{}}'],
  ])('a frame of %s gets a fault, and the socket stays open', async (_, text) => {
    const socket = await signedIn()
    socket.send(text)
    expect(await socket.frame(one => one.type === 'fault')).toMatchObject({
      code: 'bad_frame',
      message: expect.any(String),
    })
    expect((await socket.ask(question)).type).toBe('reply')
  })

  test('a binary frame is a bad one', async () => {
    const socket = await signedIn()
    socket.socket.send(Buffer.from(JSON.stringify({ ...question, id: 'x' })))
    expect((await socket.frame(one => one.type === 'fault')).code).toBe('bad_frame')
    expect((await socket.ask(question)).type).toBe('reply')
  })

  test('twenty bad ones in a row close it with 4008; a good one in between begins anew', async () => {
    const socket = await signedIn()
    for (let i = 0; i < 19; i++) socket.send('nonsense')
    expect((await socket.ask(question)).type).toBe('reply')
    for (let i = 0; i < 19; i++) socket.send({ type: 'sync', rooms: 'none' })
    expect((await socket.ask(question)).type).toBe('reply')
    for (let i = 0; i < 20; i++) socket.send('nonsense')
    expect(await socket.closed).toBe(4008)
  })

  test('more than 400 in a second close it with 4008', async () => {
    const socket = await signedIn()
    for (let i = 0; i < 1000; i++) socket.send(question)
    expect(await socket.closed).toBe(4008)
  })

  test('a frame above WS_MAX_PAYLOAD closes it with 1009, one below does not', async () => {
    const socket = await signedIn()
    expect((await socket.ask({ ...question, cursor: 'x'.repeat(60 * 1024) })).code).toBe('invalid_input')
    socket.send({ ...question, cursor: 'x'.repeat(70 * 1024) })
    expect(await socket.closed).toBe(1009)
  })

  test('without an id nothing is answered, but it is done', async () => {
    const socket = await signedIn()
    const came = alice.next(conversations.pushes.changed)
    socket.send({ type: 'create_room', name: 'unanswered' })
    expect((await came).conversation.room.name).toBe('unanswered')
    expect((await socket.ask(question)).type).toBe('reply')
    expect(socket.frames.filter(one => one.type === 'reply')).toHaveLength(1)
  })

  test('answers carry the id of their question, whatever the order they come in', async () => {
    const socket = await signedIn()
    const ids = Array.from({ length: 30 }, (_, i) => `question ${i}`)
    const answers = await Promise.all(
      ids.map((id, i) => socket.ask(i % 3 ? { ...question, id } : { type: 'nothing', id })),
    )
    expect(answers.map(one => [one.id, one.type])).toEqual(
      ids.map((id, i) => [id, i % 3 ? 'reply' : 'fault']),
    )
  })

  test('a fault on the socket says what HTTP would say', async () => {
    const socket = await signedIn()
    const { code, message, data } = await socket.ask({ type: 'history', roomId: 'no-such-room' })
    const answer = await rawHttp(app, '/api/rooms/no-such-room/messages', {
      token: alice.session.accessToken,
    })
    expect(answer.body.error).toMatchObject({ code, message })
    expect(data).toBeUndefined()
  })
})

test('the same person may sign in again on an open socket and is answered; somebody else may not', async () => {
  const socket = await signedIn()
  expect(await socket.ask({ type: 'authenticate', token: alice.session.accessToken })).toMatchObject({
    type: 'reply',
    data: null,
  })
  expect((await socket.ask(question)).type).toBe('reply')
  expect(socket.frames.filter(one => one.type === 'welcome')).toHaveLength(1)
  socket.send({ type: 'authenticate', token: bob.session.accessToken })
  expect(await socket.closed).toBe(4001)
  expect(socket.frames.filter(one => one.type === 'welcome')).toHaveLength(1)
})

test('a socket that is cut off in the middle of a frame harms nobody', async () => {
  for (let i = 0; i < 10; i++) {
    const socket = await signedIn()
    const raw = (
      socket.socket as unknown as { _socket: { write: (bytes: Buffer) => void; destroy: () => void } }
    )._socket
    raw.write(Buffer.from([0x81, 0xfe, 0x10, 0x00, 1, 2, 3, 4, 5]))
    raw.destroy()
  }
  const rude = await signedIn()
  ;(rude.socket as unknown as { _socket: { write: (bytes: Buffer) => void } })._socket.write(
    Buffer.from([0xff, 0xff, 0xff, 0xff]),
  )
  expect(await rude.closed).toBe(1002)
  expect((await (await signedIn(bob)).ask(question)).type).toBe('reply')
})
