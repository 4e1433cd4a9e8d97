/**
 * What is somebody else's, what is gone and what never was look alike: every route with a subject, asked by a member, a
 * stranger and somebody who was put out, over HTTP and the socket, with ids of all these kinds.
 */
import { randomBytes } from 'node:crypto'
import { chains } from '@community-chat/shared/capabilities/chains/contract'
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { polls } from '@community-chat/shared/capabilities/polls/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { schedules } from '@community-chat/shared/capabilities/schedules/contract'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Scene } from '../../testing/access-row'
import { table } from '../../testing/access-table'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, type TestPerson } from '../../testing/person'
import { rawCall, sameBody } from '../../testing/raw'

let app: TestApp
let people: Record<'owner' | 'member' | 'stranger' | 'removed', TestPerson>
/** What is still there, and what the owner has deleted. */
let there: Scene
let gone: Scene
beforeAll(async () => {
  app = await openTestApp()
  const [owner, member, stranger, removed, guest] = await Promise.all(
    ['owner', 'member', 'stranger', 'removed', 'guest'].map(name => aPerson(app, name)),
  )
  people = { owner: owner!, member: member!, stranger: stranger!, removed: removed! }
  there = await aScene(guest!.id)
  gone = await aScene(guest!.id)
  for (const messageId of [gone.messageId, gone.pollId, gone.chainId])
    await owner!.call(messages.routes.remove, { messageId })
  await owner!.call(schedules.routes.cancel, { scheduleId: gone.scheduleId })
})
afterAll(() => app.close())

async function aScene(guestId: string): Promise<Scene> {
  const { owner, member, removed } = people
  const [memberId, removedId] = [member.id, removed.id]
  const { id: roomId } = await owner.call(rooms.routes.create, {
    name: 'scene',
    memberIds: [memberId, removedId],
  })
  await owner.call(rooms.routes.removeMember, { roomId, userId: removedId })
  const content = { text: 'a secret' }
  const said = await owner.call(messages.routes.send, { roomId, content })
  const poll = await owner.call(polls.routes.create, { roomId, question: 'a secret', options: ['a', 'b'] })
  const chain = await owner.call(chains.routes.create, { roomId, title: 'a secret' })
  const at = new Date(Date.now() + 3_600_000).toISOString()
  const plan = await owner.call(schedules.routes.create, { roomId, content, at })
  const place = await owner.call(communities.routes.create, { name: 'a place', visibility: 'private' })
  return {
    ...{ roomId, messageId: said.id, pollId: poll.id, chainId: chain.id, scheduleId: plan.id },
    ...{ communityId: place.id, version: place.version, memberId, guestId, passerbyId: guestId },
  }
}

const routeOf = (name: string) => app.kernel.registry.byName.get(name)!.route

/** The code and the whole body of a refusal, over both faces where there are two; `ok` where it is none. */
async function ask(name: string, person: TestPerson, input: Record<string, unknown>): Promise<unknown[]> {
  const route = routeOf(name)
  const answer = await rawCall(app, route, input, person.session.accessToken)
  const overHttp = answer.status < 300 ? 'ok' : sameBody(answer)
  if (!route.type) return [overHttp]
  const overSocket = await person.ask(route, input as never).then(
    () => 'ok',
    ({ code, message, data }) => ({ code, message, ...(data === undefined ? {} : { data }) }),
  )
  return [overHttp, overSocket]
}

/** The same question about ids that nobody has. */
const withRandomIds = (unknown: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(unknown).map(([name, value]) => [
      name,
      /Id$/.test(name)
        ? randomBytes(15).toString('base64url')
        : /Ids$/.test(name)
          ? [randomBytes(15).toString('base64url')]
          : value,
    ]),
  )

const subjects = Object.entries(table).flatMap(([name, row]) =>
  row.unknown ? [{ name, row, unknown: row.unknown }] : [],
)

describe.each(subjects.map(one => [one.name, one] as const))('%s', (name, { row, unknown }) => {
  test.each(['owner', 'member', 'stranger', 'removed'] as const)(
    'an id that nobody has is unknown to the %s',
    async role => {
      const expected = await ask(name, people.owner, unknown)
      expect(expected).toEqual(expected.map(() => expect.objectContaining({ code: 'not_found' })))
      expect(await ask(name, people[role], withRandomIds(unknown))).toEqual(expected)
      expect(await ask(name, people[role], unknown)).toEqual(expected)
    },
  )

  test('what was deleted is told to nobody', async () => {
    if (!/"(messageId|messageIds|rootId|scheduleId)"/.test(JSON.stringify(row.input(gone)))) return
    for (const person of Object.values(people)) {
      const answer = await rawCall(app, routeOf(name), row.input(gone), person.session.accessToken)
      expect(answer.text).not.toContain('a secret')
    }
  })
})

/** Those to whom a private room and all in it are unknown. */
const hidden = subjects.flatMap(({ name, row, unknown }) =>
  (['stranger', 'removed'] as const)
    .filter(role => row[role].split(' | ')[0] === 'not_found')
    .map(role => ({ name, role, input: row.input, unknown })),
)

test.each(hidden)(
  '$name: what is there and what is gone are both unknown to the $role',
  async ({ name, role, input, unknown }) => {
    const expected = await ask(name, people.owner, unknown)
    expect(await ask(name, people[role], input(there))).toEqual(expected)
    expect(await ask(name, people[role], input(gone))).toEqual(expected)
  },
)

test('most routes have a subject', () => {
  expect([subjects.length, hidden.length].every(count => count > 40)).toBe(true)
})
