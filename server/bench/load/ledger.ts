/** What was said and who has heard it: in the end every message reached everybody, once and in order. */
import { type Check, type Heard, openCheck, sumOf, type Wrong } from './check'
import type { Crowd } from './crowd'
import type { Link } from './link'
import type { Told } from './system'

/** Milliseconds from saying to hearing and to the answer, of what was said at or after `since`. */
export interface Times {
  since: number
  heard: number[]
  answered: number[]
}

/** The state of a talk. */
export interface Ledger {
  times: Times
  /** Notes that somebody says their next message in a room, and answers it. */
  note: (room: number, sender: number) => Heard
  /** Messages that somebody who listens closely has not heard, or that are not answered. */
  waiting: () => number
  deliveries: () => number
  answers: () => number
  /** Deliveries that are still to come. */
  missing: () => number
  refusals: () => readonly string[]
  wrong: () => Wrong
}

interface Ear {
  person: number
  room: number
  link: Link
  check: Check
}

/** Listens from now on; `done` is told of each message that all who listen closely have heard and that is answered. */
export function openLedger(crowd: Crowd, done: (room: number) => void): Ledger {
  const { world, links, close, speakers } = crowd
  const { wire } = crowd.opened
  const sent = world.rooms.map(() => new Map<number, number>())
  const answered = new Map<number, number>()
  const left = new Map<string, { room: number; parts: number; time: number }>()
  const times: Times = { since: 0, heard: [], answered: [] }
  const refusals: string[] = []
  const ears: Ear[] = close.flatMap((some, room) =>
    some.map(person => ({ person, room, link: links[person]!, check: openCheck() })),
  )
  const closely = new Set(ears.map(({ link }) => link))
  let heard = 0
  let answers = 0

  for (const { reader } of links) reader.counted = 0
  for (const ear of ears) ear.link.reader.hear = payload => take(wire.read(payload), ear)
  if (wire.speaker)
    for (const sender of speakers.flat())
      crowd.voice(sender).reader.hear = payload => takeAnswer(sender, wire.read(payload))

  function take(told: Told, { person, check }: Ear): void {
    if (told?.is !== 'message') return takeAnswer(person, told)
    heard++
    check.hear(told)
    if (told.time >= times.since) times.heard.push(performance.now() - told.time)
    settle(`${told.sender} ${told.n}`)
    if (!wire.answers && !wire.speaker && told.sender === person) answer(person, told.n)
  }

  function takeAnswer(sender: number, told: Told): void {
    if (told?.is === 'refusal') refusals.push(told.why)
    if (told?.is === 'answer') answer(sender, told.n ?? answered.get(sender) ?? 0)
  }

  function answer(sender: number, n: number): void {
    answers++
    answered.set(sender, n + 1)
    const key = `${sender} ${n}`
    const { time } = left.get(key) ?? { time: 0 }
    if (time >= times.since && time > 0) times.answered.push(performance.now() - time)
    settle(key)
  }

  function settle(key: string): void {
    const one = left.get(key)
    if (!one || --one.parts > 0) return
    left.delete(key)
    done(one.room)
  }

  function wrong(): Wrong {
    const counts = sent.map(some => [...some.values()].reduce((sum, one) => sum + one, 0))
    const counted = world.rooms.flatMap((members, room) =>
      members
        .map(person => links[person])
        .filter(link => link && !closely.has(link))
        .map(link => asCounted(counts[room]!, link!.reader.counted)),
    )
    return sumOf([...counted, ...ears.map(({ room, check }) => check.wrong(sent[room]!)), differences(ears)])
  }

  const said = () =>
    sent.reduce(
      (sum, some, room) =>
        sum + [...some.values()].reduce((all, one) => all + one, 0) * presentIn(world.rooms[room]!, links),
      0,
    )
  const deliveries = () => links.reduce((sum, { reader }) => sum + reader.counted, heard)
  return {
    times,
    note(room, sender) {
      const n = sent[room]!.get(sender) ?? 0
      sent[room]!.set(sender, n + 1)
      const time = performance.now()
      left.set(`${sender} ${n}`, { room, time, parts: close[room]!.length + 1 })
      return { sender, n, time }
    },
    waiting: () => left.size,
    deliveries,
    answers: () => answers,
    missing: () => said() - deliveries(),
    refusals: () => refusals,
    wrong,
  }
}

const presentIn = (members: number[], links: Link[]): number =>
  members.reduce((sum, person) => sum + (links[person] ? 1 : 0), 0)

const asCounted = (expected: number, counted: number): Wrong => ({
  lost: Math.max(0, expected - counted),
  duplicate: Math.max(0, counted - expected),
  disordered: 0,
})

/** Of each room all who listened closely must have heard the same in the same order. */
function differences(ears: Ear[]): Wrong {
  const first = new Map<number, number>()
  let disordered = 0
  for (const { room, check } of ears) {
    const trace = first.get(room) ?? check.trace()
    first.set(room, trace)
    if (trace !== check.trace()) disordered++
  }
  return { lost: 0, duplicate: 0, disordered }
}
