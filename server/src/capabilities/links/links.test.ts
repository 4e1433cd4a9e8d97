import { link, LinkCard } from '@community-chat/shared/capabilities/links/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import type { TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { aMessage } from '../messages/factory'
import { Messages } from '../messages/model'
import { aWorld, type FakeWorld, html } from './factory'
import { Errands, Pages } from './model'
import { sweep } from '../../kernel/jobs'

let app: TestApp
let world: FakeWorld
beforeAll(async () => {
  world = await aWorld()
  app = await openTestApp({ LINK_CARDS: 'true' })
})
afterAll(async () => {
  await app.close()
  await world.close()
})

let count = 0
/** Serves a page with this title and answers where. */
function aPage(title: string): string {
  const path = `/${++count}`
  world.answer(path, html(`<title>${title}</title>`))
  return `http://site.example${path}`
}
const say = (person: TestPerson, roomId: string, text: string) =>
  person.call(messages.routes.send, { roomId, content: { text } })
const carded = (person: TestPerson, id: string) =>
  person.next(messages.pushes.updated, ({ message, cause }) => message.id === id && cause.facet === 'link')
const idle = async () => {
  while ((await Errands.countDocuments()) > 0) await pause(20)
}
const requestsTo = (url: string) => world.asked.filter(one => url.endsWith(one.url!)).length

test('the first link of a text becomes a card for everyone, after the text was acknowledged', async () => {
  const { alice, bob, room } = await aMessage(app)
  const url = aPage('The page')
  const heard = bob.next(messages.pushes.updated, one => one.cause.facet === 'link')
  const said = await say(alice, room.id, `look (${url}), or ${aPage('Another')}`)
  expect(link.of(said)).toBeNull()
  const { message, cause } = await heard
  expect([message.id, cause]).toEqual([said.id, { facet: 'link' }])
  expect(LinkCard.parse(link.of(message))).toEqual({ url, title: 'The page', site: 'site.example' })
  expect(message.editedAt).toBeUndefined()
  await idle()
  expect((await Messages.findById(said.id).lean())!.todo ?? []).toEqual([])
})

test('a page that is not to be had, or has no title, leaves no card and nothing to do', async () => {
  const { alice, room } = await aMessage(app)
  world.answer('/untitled', html('<p>nothing'))
  const texts = [
    'http://127.0.0.1/x',
    'http://site.example/missing',
    'http://site.example/untitled',
    'no link',
  ]
  const said = await Promise.all(texts.map(text => say(alice, room.id, text)))
  await pause(200)
  await idle()
  for (const { id } of said)
    expect(link.of(await alice.call(messages.routes.get, { messageId: id }))).toBeNull()
})

test('many who name one page at once fetch it once, and later ones not at all', async () => {
  const { alice, bob, room } = await aMessage(app)
  const url = aPage('Wanted')
  const said = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(i => say(i % 2 ? alice : bob, room.id, `${i} ${url}`)),
  )
  await pause(200)
  await idle()
  const later = await say(bob, room.id, url)
  await pause(100)
  await idle()
  for (const { id } of [...said, later])
    expect(link.of(await alice.call(messages.routes.get, { messageId: id }))?.title).toBe('Wanted')
  expect(requestsTo(url)).toBe(1)
})

test('a card lasts a day and a failure ten minutes; then the page is asked again', async () => {
  const { alice, room } = await aMessage(app)
  const url = 'http://site.example/comes-late'
  const look = async () => {
    const { id } = await say(alice, room.id, url)
    await pause(100)
    await idle()
    return link.of(await alice.call(messages.routes.get, { messageId: id }))?.title
  }
  const minutesLeft = async () => {
    const newest = await Pages.findOne().sort({ until: -1 }).lean()
    return Math.round((newest!.until.getTime() - Date.now()) / 60_000)
  }
  await Pages.deleteMany({})
  expect(await look()).toBeUndefined()
  expect(await minutesLeft()).toBe(10)
  world.answer('/comes-late', html('<title>here</title>'))
  expect(await look()).toBeUndefined()
  await Pages.updateMany({}, { $set: { until: new Date() } })
  expect(await look()).toBe('here')
  expect(await minutesLeft()).toBe(24 * 60)
  expect(JSON.stringify(await Pages.find().lean())).not.toContain('comes-late')
})

test('an edit clears the card of a link that went, brings the one of another, and keeps that of the same', async () => {
  const { alice, room } = await aMessage(app)
  const [one, two] = [aPage('One'), aPage('Two')]
  const said = await say(alice, room.id, `see ${one}`)
  await pause(100)
  await idle()
  const edit = (text: string) => alice.call(messages.routes.edit, { messageId: said.id, content: { text } })
  const same = await edit(`do see ${one}`)
  expect(link.of(same)?.title).toBe('One')
  const heard = carded(alice, said.id)
  const other = await edit(`see ${two}`)
  expect(link.of(other)).toBeNull()
  expect(link.of((await heard).message)?.title).toBe('Two')
  expect(link.of(await edit('see nothing'))).toBeNull()
})

test('what a crash left to do is done by the sweep', async () => {
  const { alice, room } = await aMessage(app)
  const url = aPage('Swept')
  const said = await say(alice, room.id, 'no link yet')
  // As a crash between the write and the errand leaves it.
  const left = { content: { type: 'text', text: url }, todo: ['links.created'] }
  await Messages.updateOne({ _id: said.id }, { $set: left })
  const heard = carded(alice, said.id)
  await sweep(app.kernel.contextFor({ authorized: true }))
  expect(link.of((await heard).message)?.title).toBe('Swept')
  await idle()
})

test('a message that is gone before its page came stays gone', async () => {
  const { alice, room } = await aMessage(app)
  world.answer('/slow', (_request, response) => {
    setTimeout(() => html('<title>late</title>')(_request, response), 300)
  })
  const said = await say(alice, room.id, 'http://site.example/slow')
  await alice.call(messages.routes.remove, { messageId: said.id })
  await pause(500)
  await idle()
  expect(await alice.call(messages.routes.get, { messageId: said.id })).toMatchObject({
    content: null,
    facets: {},
  })
})
