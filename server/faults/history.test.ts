/** The checker is checked: it passes a good history, and finds each fault that is planted into one. */
import { expect, test } from '@jest/globals'
import { check, type Kind, type Shown, trace } from './history'

const room = 'room'
const place = (n: number) => ({ roomId: room, seq: n * 2, id: `m${n}` })
const numbers = [1, 2, 3, 4, 5]

/** Five messages by one device, acked, stored, shown on two screens and read back. */
function aHistory() {
  const said = numbers.map(n => ({ clientId: `c${n}`, roomId: room, senderId: 'alice', at: n * 10 }))
  const screen = (): Shown[] => numbers.map(n => ({ ...place(n), at: n * 10 + 6 }))
  const rooms = new Map([[room, 0]])
  return {
    attempts: said.map((one, n) => ({ ...one, turn: { device: 'alice1', number: n } })),
    acks: said.map((one, n) => ({ ...one, ...place(n + 1), at: one.at + 5 })),
    archive: [
      { id: 's', roomId: room, seq: 1, senderId: 'alice', clientId: 's', isSaid: false },
      ...said.map((one, n) => ({ ...one, ...place(n + 1), isSaid: true })),
    ],
    viewers: [
      { device: 'bob1', rooms, shown: [{ roomId: room, id: 's', seq: 1, at: 0 }, ...screen()] },
      { device: 'bob2', rooms: new Map([[room, 2]]), shown: screen() },
    ],
    readings: [{ device: 'alice1', clientId: 'c1', roomId: room, wasFound: true, at: 17 }],
  }
}
type Made = ReturnType<typeof aHistory>

const swap = <T>(all: T[], a: number, b: number) => {
  const one = all[a]!
  all[a] = all[b]!
  all[b] = one
}

test('a history that keeps what is promised has no breach', () => {
  expect(check(aHistory())).toEqual([])
})

test('what was said and never acked may be stored or not', () => {
  const history = aHistory()
  history.acks.splice(1, 2)
  history.attempts.push({ ...history.attempts[0]!, clientId: 'c9', turn: { device: 'alice1', number: 9 } })
  expect(check(history)).toEqual([])
})

test.each<[string, Kind[], (history: Made) => void]>([
  ['an acked message is lost', ['lost', 'false', 'false'], ({ archive }) => archive.splice(3, 1)],
  [
    'an acked message is lost and was never shown',
    ['lost'],
    ({ archive, viewers }) => {
      archive.pop()
      for (const { shown } of viewers) shown.pop()
    },
  ],
  [
    'an acked message stands elsewhere than it was acked',
    ['lost'],
    ({ acks }) => Object.assign(acks[2]!, { seq: 9 }),
  ],
  [
    'a resend is acked as another message',
    ['lost', 'doubled'],
    ({ acks }) => acks.push({ ...acks[1]!, id: 'm9', seq: 19 }),
  ],
  [
    'a resend is stored twice',
    ['doubled', 'gap', 'gap'],
    ({ archive }) => archive.push({ ...archive[2]!, id: 'm9', seq: 19 }),
  ],
  [
    'two messages take one place',
    ['split', 'gap', 'gap'],
    ({ archive, attempts }) => {
      attempts.push({
        clientId: 'c9',
        roomId: room,
        senderId: 'eve',
        at: 0,
        turn: { device: 'eve1', number: 0 },
      })
      archive.push({ ...archive[2]!, id: 'm9', clientId: 'c9', senderId: 'eve' })
    },
  ],
  [
    'something is stored that nobody said',
    ['invented', 'gap', 'gap'],
    ({ archive }) => archive.push({ ...archive[2]!, id: 'm9', seq: 19, clientId: 'c9' }),
  ],
  [
    'a screen shows a message twice',
    ['doubled'],
    ({ viewers }) => viewers[0]!.shown.push(viewers[0]!.shown[2]!),
  ],
  ['a screen swaps two messages', ['swapped'], ({ viewers }) => swap(viewers[0]!.shown, 2, 3)],
  ['a screen misses a message', ['gap'], ({ viewers }) => viewers[1]!.shown.splice(2, 1)],
  ['a screen misses the last message', ['gap'], ({ viewers }) => viewers[1]!.shown.pop()],
  [
    'a screen shows a message in another place',
    ['false'],
    ({ viewers }) => {
      viewers[1]!.shown[2] = { ...viewers[1]!.shown[2]!, seq: 7 }
    },
  ],
  [
    'the archive swaps what one device said',
    ['swapped'],
    ({ attempts }) => {
      attempts[1]!.turn.number = 2
      attempts[2]!.turn.number = 1
      swap(attempts, 1, 2)
    },
  ],
  [
    'a sender cannot read what was acked',
    ['unread'],
    ({ readings }) => {
      readings[0]!.wasFound = false
    },
  ],
])('found: %s', (_, kinds, plant) => {
  const history = aHistory()
  plant(history)
  const breaches = check(history)
  expect(breaches.map(({ kind }) => kind).sort()).toEqual(kinds.toSorted())
  expect(trace(history, breaches[0]!).join('\n')).toMatch(/is said|archive|shows/)
})

test('a trace tells what happened to the message and to its neighbours, by time', () => {
  const history = aHistory()
  history.viewers[1]!.shown.splice(2, 1)
  const [gap] = check(history)
  const lines = trace(history, gap!)
  expect(lines[0]).toMatch(/c3 is said$/)
  expect(lines.filter(line => line.includes('bob2'))).toEqual([])
  expect(lines.at(-1)).toBe('archive: 6 m3 c3')
})
