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
  /** Connections that the server has closed. */
  closed: () => number
}

interface Ear {
  person: number
  room: number
  link: Link
  check: Check
}

interface State {
  crowd: Crowd
  /** By room, how much each speaker has said. */
  sent: Map<number, number>[]
  /** By speaker, the number that is answered next. */
  answered: Map<number, number>
  /** What is still waited for, by speaker and number. */
  left: Map<string, { room: number; parts: number; time: number }>
  times: Times
  refusals: string[]
  ears: Ear[]
  heard: number
  answers: number
  done: (room: number) => void
}

/** Listens from now on; `done` is told of each message that all who listen closely have heard and that is answered. */
export function openLedger(crowd: Crowd, done: (room: number) => void): Ledger {
  const state = newState(crowd, done)
  listen(state)
  const { left, sent, times, refusals } = state
  const deliveries = () => crowd.links.reduce((sum, { reader }) => sum + reader.counted, state.heard)
  return {
    times,
    note(room, sender) {
      const n = sent[room]!.get(sender) ?? 0
      sent[room]!.set(sender, n + 1)
      const time = performance.now()
      left.set(`${sender} ${n}`, { room, time, parts: crowd.close[room]!.length + 1 })
      return { sender, n, time }
    },
    waiting: () => left.size,
    deliveries,
    answers: () => state.answers,
    missing: () => expectedIn(state) - deliveries(),
    refusals: () => refusals,
    wrong: () => wrongIn(state),
    closed: () => crowd.links.filter(link => link.isClosed()).length,
  }
}

const newState = (crowd: Crowd, done: State['done']): State => ({
  ...{ crowd, done, heard: 0, answers: 0, refusals: [] },
  sent: crowd.world.rooms.map(() => new Map()),
  answered: new Map(),
  left: new Map(),
  times: { since: 0, heard: [], answered: [] },
  ears: crowd.close.flatMap((some, room) =>
    some.map(person => ({ person, room, link: crowd.links[person]!, check: openCheck() })),
  ),
})

function listen(state: State): void {
  const { crowd, ears } = state
  const { wire } = crowd.opened
  for (const { reader } of crowd.links) reader.counted = 0
  for (const ear of ears) ear.link.reader.hear = payload => take(state, wire.read(payload), ear)
  if (!wire.speaker) return
  for (const sender of crowd.speakers.flat())
    crowd.voice(sender).reader.hear = payload => takeAnswer(state, sender, wire.read(payload))
}

function take(state: State, told: Told, { person, check }: Ear): void {
  if (told?.is !== 'message') return takeAnswer(state, person, told)
  const { times, crowd } = state
  const { wire } = crowd.opened
  state.heard++
  check.hear(told)
  if (told.time >= times.since) times.heard.push(performance.now() - told.time)
  settle(state, `${told.sender} ${told.n}`)
  if (!wire.answers && told.sender === person) answer(state, person, told.n)
}

function takeAnswer(state: State, sender: number, told: Told): void {
  if (told?.is === 'refusal') state.refusals.push(told.why)
  if (told?.is === 'answer') answer(state, sender, told.n ?? state.answered.get(sender) ?? 0)
}

function answer(state: State, sender: number, n: number): void {
  const { answered, left, times } = state
  state.answers++
  answered.set(sender, n + 1)
  const key = `${sender} ${n}`
  const one = left.get(key)
  if (one && one.time >= times.since) times.answered.push(performance.now() - one.time)
  settle(state, key)
}

function settle({ left, done }: State, key: string): void {
  const one = left.get(key)
  if (!one || --one.parts > 0) return
  left.delete(key)
  done(one.room)
}

const saidIn = (some: ReadonlyMap<number, number>): number =>
  [...some.values()].reduce((sum, one) => sum + one, 0)

const expectedIn = ({ sent, crowd }: State): number =>
  sent.reduce((sum, some, room) => sum + saidIn(some) * presentIn(crowd.world.rooms[room]!, crowd.links), 0)

function wrongIn({ sent, crowd, ears }: State): Wrong {
  const { world, links } = crowd
  const closely = new Set(ears.map(({ link }) => link))
  const counted = world.rooms.flatMap((members, room) =>
    members
      .map(person => links[person])
      .filter(link => link && !closely.has(link))
      .map(link => asCounted(saidIn(sent[room]!), link!.reader.counted)),
  )
  return sumOf([...counted, ...ears.map(({ room, check }) => check.wrong(sent[room]!)), differences(ears)])
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
