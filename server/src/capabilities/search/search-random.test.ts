/** Search against reading everything: seeded texts, edits, removals, comings and goings. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { search } from '@community-chat/shared/capabilities/search/contract'
import { holds } from '@community-chat/shared/capabilities/search/find'
import { termsOf } from '@community-chat/shared/capabilities/search/tokens'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { somePeople, type TestPerson } from '../../testing/person'
import { Members } from '../rooms/model'
import { Messages } from '../messages/model'

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9))
let state = seed
const chance = (below: number) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}
const one = <T>(all: readonly T[]): T => all[chance(all.length)]!

const words =
  'camp camping decamp amp lamp café CAFE ai air fair b bee 火 火锅 锅火 吃火锅 今天 明天 天天 ラーメン 東京 서울 😀 🎉 c++ a.b ＡＢＣ abc 42 420'.split(
    ' ',
  )
const text = () => Array.from({ length: 1 + chance(6) }, () => one(words)).join(one([' ', ' ', '', ', ']))
const query = () => {
  const whole = one([one(words), `${one(words)} ${one(words)}`, text()])
  const characters = [...whole]
  return chance(3) ? whole : characters.slice(chance(2), 1 + chance(characters.length)).join('')
}

let app: TestApp
beforeAll(async () => {
  console.log(`seed ${seed}`)
  app = await openTestApp()
})
afterAll(() => app.close())

test('finds exactly what reading everything finds, whoever asks and whatever has happened', async () => {
  const people = Object.values(await somePeople(app))
  const made = await Promise.all(
    people.map(person =>
      person.call(rooms.routes.create, {
        name: 'room',
        memberIds: people.filter(other => other !== person && chance(3) > 0).map(other => other.id),
        settings: { history: one(['all', 'joined'] as const) },
      }),
    ),
  )
  const own: { person: TestPerson; id: string }[] = []
  for (let step = 0; step < 300; step++) {
    const person = one(people)
    const room = one(made)
    const act = chance(12)
    const last = one(own.length > 0 ? own : [null])
    const tried =
      act < 9 || !last
        ? person
            .call(messages.routes.send, { roomId: room.id, content: { text: text() } })
            .then(({ id }) => own.push({ person, id }))
        : act < 10
          ? last.person.call(messages.routes.edit, { messageId: last.id, content: { text: text() } })
          : act < 11
            ? last.person.call(messages.routes.remove, { messageId: last.id })
            : people[made.indexOf(room)]!.call(rooms.routes.addMember, { roomId: room.id, userId: person.id })
    await tried.catch(() => undefined)
    if (step % 3 === 0) await compare(one(people), query(), chance(3) ? undefined : one(people).id)
  }
})

async function compare(person: TestPerson, query: string, senderId?: string): Promise<void> {
  const terms = termsOf(query)
  const asked = { query, limit: 1 + chance(100), ...(senderId ? { senderId } : {}) }
  const ids: string[] = []
  for (let cursor: string | undefined; ;) {
    const page = await person
      .call(search.routes.find, { ...asked, ...(cursor ? { cursor } : {}) })
      .catch(fault => (fault.code === 'invalid_input' ? null : Promise.reject(fault)))
    if (!page) return // only signs: there is nothing to look up
    ids.push(...page.items.map(({ message }) => message.id))
    if (page.next === null) break
    cursor = page.next
  }
  const seats = await Members.find({ userId: person.id, left: false }).lean()
  const fromSeq = new Map(seats.map(seat => [seat.roomId, seat.fromSeq]))
  const all = await Messages.find({ type: 'text', gone: null }).lean()
  const expected = all.filter(
    doc =>
      doc.seq >= (fromSeq.get(doc.roomId) ?? Infinity) &&
      (!senderId || doc.senderId === senderId) &&
      holds((doc.content as { text: string }).text, terms),
  )
  expect([query, ids.toSorted()]).toEqual([query, expected.map(doc => doc._id).toSorted()])
}
