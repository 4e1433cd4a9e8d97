/** @jest-environment-options {"customExportConditions": ["node", "require", "default"]} */
import { tinyPicture } from '../../../../server/src/testing/picture'
import { launch, type App } from './app'
import type { Phone } from './host'
import { startServer, type Running } from './server'

jest.setTimeout(60_000)
let server: Running
const running: App[] = []
beforeAll(async () => {
  server = await startServer()
}, 60_000)
afterEach(() => {
  for (const app of running.splice(0)) app.kill()
  jest.restoreAllMocks()
})
afterAll(() => server?.close())

const aPhone = (openId: string): Phone => ({
  server: server.url,
  storage: new Map(),
  room: 10_000_000,
  login: async () => server.wechat.grant(openId),
})
async function start(phone: Phone): Promise<App> {
  const app = await launch(phone)
  running.push(app)
  return app
}
/** Starts the app for someone who has their name by now. */
async function startNamed(phone: Phone): Promise<App> {
  const app = await start(phone)
  await app.until('the chats', () => app.all('.list-row').length > 0)
  if (app.all('.ask-later').length > 0) await app.tap('.ask-later')
  await app.until('no question', () => app.all('.ask-later').length === 0)
  return app
}
/** Starts the app and opens the Lobby. */
async function inLobby(phone: Phone): Promise<App> {
  const app = await startNamed(phone)
  await app.tap('.list-row', 'Lobby')
  await app.until('the field', () => app.all('.write').length > 0)
  return app
}
async function say(app: App, text: string): Promise<void> {
  await app.type('.write', text)
  await app.tap('.composer-send-hit')
  await app.until(text, () => bubbles(app, text).length > 0)
}
const bubbles = (app: App, text: string) => app.all('.bub').filter(({ dom }) => dom.textContent === text)
const sends = (app: App) => app.host.sent.filter(({ type }) => type === 'send_message')
const isSettled = (app: App) =>
  app.all('.m-state').length + app.all('.m-spin').length + app.all('.m-fail').length === 0

/** What someone else sees of it, who opens the room for the first time. */
async function seenByAnother(text: string): Promise<number> {
  const other = await inLobby(aPhone(`reader-${Math.random()}`))
  await other.until(text, () => bubbles(other, text).length > 0)
  return bubbles(other, text).length
}

test('the app signs in without a word, and a message goes out once, over the one socket', async () => {
  const app = await inLobby(aPhone('alice'))
  await say(app, 'Hello from WeChat')
  await app.until('the answer', () => sends(app).length > 0 && isSettled(app))
  expect(bubbles(app, 'Hello from WeChat')).toHaveLength(1)
  expect(sends(app)).toHaveLength(1)
  expect([app.host.connects, app.host.mostSockets]).toEqual([1, 1])
  expect(await seenByAnother('Hello from WeChat')).toBe(1)
})

test('killed before a message left the phone, the app has it when it is opened again, and sends it once', async () => {
  const phone = aPhone('bob')
  const first = await inLobby(phone)
  first.host.swallow = ({ type }) => type === 'send_message'
  await say(first, 'Cut off')
  await first.until('the frame', () => sends(first).length > 0)
  first.kill()

  const again = await inLobby(phone)
  await again.until('the bubble', () => bubbles(again, 'Cut off').length === 1)
  await again.until('the answer', () => sends(again).length > 0 && isSettled(again))
  expect(sends(again)).toHaveLength(1)
  expect(bubbles(again, 'Cut off')).toHaveLength(1)
  expect(await seenByAnother('Cut off')).toBe(1)
})

test('killed before the answer came, the app sends the message again, and it is there once', async () => {
  const phone = aPhone('carol')
  const first = await inLobby(phone)
  first.host.isDeaf = true
  await say(first, 'Did it arrive?')
  await first.until('the frame', () => sends(first).length > 0)
  expect(await seenByAnother('Did it arrive?')).toBe(1)
  first.kill()

  const again = await inLobby(phone)
  await again.until('the answer', () => bubbles(again, 'Did it arrive?').length > 0 && isSettled(again))
  await again.until('an empty outbox', () => ![...phone.storage.keys()].some(key => key.includes('/outbox/')))
  expect(bubbles(again, 'Did it arrive?')).toHaveLength(1)
  expect(await seenByAnother('Did it arrive?')).toBe(1)
})

test('an app that was hidden for long connects at once, after its old socket is gone', async () => {
  const app = await startNamed(aPhone('dora'))
  app.host.tell('hide')
  const now = Date.now()
  jest.spyOn(Date, 'now').mockImplementation(() => now + 6_000)
  app.host.tell('show')
  await app.until('the second socket', () => app.host.connects === 2 && app.host.sockets.size === 1)
  expect(app.host.mostSockets).toBe(1)
})

test('a new account is asked for a name once, and may go without', async () => {
  const phone = aPhone('erin')
  const app = await start(phone)
  await app.until('the question', () => app.text().includes('What should people call you?'))
  await app.submit('.form', { name: '  Erin  ' })
  await app.until('no question', () => app.all('.ask').length === 0)
  await app.tap('.tab', 'Me')
  await app.until('the name', () => app.text().includes('Erin'))
  app.kill()
  const again = await startNamed(phone)
  expect(again.text()).not.toContain('What should people call you?')
})

test('the picture that WeChat knows of someone is one tap away, and is what others see', async () => {
  const phone = { ...aPhone('gwen'), files: { 'wxfile://tmp/gwen.png': tinyPicture } }
  const app = await start(phone)
  await app.until('the question', () => app.text().includes('Choose a picture'))
  await app.choose('.my-picture .native', 'chooseavatar', { avatarUrl: 'wxfile://tmp/gone.png' })
  await app.until('the refusal', () => app.text().includes("That picture can't be used."))
  await app.choose('.my-picture .native', 'chooseavatar', { avatarUrl: 'wxfile://tmp/gwen.png' })
  await app.until('the picture', () => app.all('.ask .av-picture').length === 1)
  expect(app.text()).toContain('Remove picture')
  await app.submit('.form', { name: 'Gwen' })
  await app.tap('.list-row', 'Lobby')
  await app.until('the field', () => app.all('.write').length > 0)
  await say(app, 'Here I am')
  await app.until('the answer', () => sends(app).length > 0 && isSettled(app))

  const other = await inLobby(aPhone('henry'))
  await other.until('the face', () => other.all('.m-face .av-picture').length > 0)
})

test('without an answer from WeChat the app says so, tries again, and lets a name and password in', async () => {
  const phone = aPhone('finn')
  const { login } = phone
  phone.login = () => Promise.reject(new Error('login:fail'))
  const app = await start(phone)
  await app.until('what went wrong', () => app.text().includes("We couldn't sign you in"))
  expect(app.all('.btn').map(({ dom }) => dom.textContent)).toEqual(['Try again', 'Use a name and password'])

  phone.login = login
  server.wechat.moods('down', 'down', 'down')
  await app.tap('.btn', 'Try again')
  await app.until('the wait', () => app.text().includes('Signing you in'))
  await app.until('the refusal', () => app.text().includes("We couldn't sign you in"))
  await app.tap('.btn', 'Use a name and password')
  await app.until('the form', () => app.all('.field-input').length === 2)
  app.kill()
  const again = await startNamed(phone)
  expect(again.host.connects).toBe(1)
})

test('a session that has ended is replaced without a word, and nothing unsent is lost', async () => {
  const phone = aPhone('gina')
  const first = await inLobby(phone)
  first.host.swallow = ({ type }) => type === 'send_message'
  await say(first, 'Before it ended')
  first.kill()
  const [key] = [...phone.storage.keys()].filter(one => one.startsWith('session/present'))
  const kept = JSON.parse(phone.storage.get(key!)!)
  const spent = { accessToken: 'spent', refreshToken: 'spent-and-gone-for-good', expiresAt: 0 }
  phone.storage.set(key!, JSON.stringify({ ...kept, tokens: spent }))

  const again = await inLobby(phone)
  await again.until('the answer', () => sends(again).length > 0 && isSettled(again))
  expect(await seenByAnother('Before it ended')).toBe(1)
})

test('who signed out stays out until they ask to come in', async () => {
  const phone = aPhone('hugo')
  const app = await startNamed(phone)
  await app.tap('.tab', 'Me')
  await app.tap('.cell', 'Sign out')
  await app.tap('.sheet-item', 'Sign out')
  await app.until('the way in', () => app.text().includes('You are signed out'))
  app.kill()
  const again = await start(phone)
  await again.tap('.btn', 'Continue with WeChat')
  await again.until('the chats', () => again.all('.list-row').length > 0)
})

test('where the storage is full, what is unsent is kept and cached messages give way', async () => {
  const phone = aPhone('ida')
  const first = await inLobby(phone)
  // Measured before messages are kept, nothing could give way.
  await say(first, 'o'.repeat(2_000))
  const keptMessages = () =>
    [...phone.storage].flatMap(([key, text]) => (key.includes('/room/') ? JSON.parse(text).messages : []))
  await first.until('it on the phone', () => JSON.stringify(keptMessages()).includes('ooo'))
  const before = sends(first).length
  first.host.swallow = ({ type }) => type === 'send_message'
  const size = [...phone.storage.values()].reduce((sum, text) => sum + text.length, 0)
  phone.room = size + 200
  await say(first, 'x'.repeat(400))
  await first.until('the frame', () => sends(first).length > before)
  first.kill()
  expect(keptMessages()).toEqual([])
  const again = await inLobby(phone)
  await again.until('the answer', () => sends(again).length > 0 && isSettled(again))
  expect(bubbles(again, 'x'.repeat(400))).toHaveLength(1)
})

test('consent is asked in our words, given by the button of WeChat, and as easily refused', async () => {
  const app = await inLobby(aPhone('jane'))
  const refused = app.host.needPrivacy()
  await app.tap('.ask-later', 'Not now')
  expect(await refused).toEqual({ event: 'disagree' })
  await app.until('no question', () => app.all('.ask').length === 0)
  await say(app, 'Still talking')

  const agreed = app.host.needPrivacy()
  await app.until('the question', () => app.text().includes('Read how we use it'))
  const [button] = app.all('.native')
  button!.dispatchEvent('agreeprivacyauthorization', { bubbles: true })
  expect(await agreed).toEqual({ event: 'agree', buttonId: 'privacy-agree' })
})

test('a draft and the list are as they were when one comes back from a room', async () => {
  const app = await inLobby(aPhone('kim'))
  await app.type('.write', 'Not yet')
  await app.tap('.hit', '')
  await app.until('the list', () => app.all('.list-row').length > 0)
  await app.until('the draft', () => app.text().includes('Not yet'))
  await app.tap('.list-row', 'Lobby')
  await app.until('the field', () => app.all('.write').length > 0)
  await app.tap('.composer-send-hit')
  await app.until('the answer', () => sends(app).length > 0 && isSettled(app))
  await app.until('the bubble', () => bubbles(app, 'Not yet').length === 1)
})

test('of a long room few rows are mounted, and the reader reaches all of them', async () => {
  const app = await inLobby(aPhone('leo'))
  for (let n = 1; n <= 90; n++) await say(app, `Line ${n}`)
  await app.until('the last answer', () => sends(app).length === 90 && isSettled(app))
  const mounted = () => app.all('.feed-row').length
  expect(mounted()).toBeLessThanOrEqual(72)
  expect(bubbles(app, 'Line 90')).toHaveLength(1)
  expect(bubbles(app, 'Line 1')).toHaveLength(0)

  while (bubbles(app, 'Line 1').length === 0) {
    const before = app.all('.feed-row')[0]!.dom.textContent
    app.all('.feed')[0]!.dispatchEvent('scrolltoupper', { bubbles: true })
    await app.until('older rows', () => app.all('.feed-row')[0]!.dom.textContent !== before)
    expect(mounted()).toBeLessThanOrEqual(72)
  }
  while (bubbles(app, 'Line 90').length === 0) {
    const before = app.all('.feed-row').length + app.text()
    app.all('.feed')[0]!.dispatchEvent('scrolltolower', { bubbles: true })
    await app.until('newer rows', () => app.all('.feed-row').length + app.text() !== before)
  }
  expect(mounted()).toBeLessThanOrEqual(72)
})
