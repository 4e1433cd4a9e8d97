/** Talking: as fast as it goes, or at a rate; what it cost, and how long everybody waited. */
import { setTimeout as pause } from 'node:timers/promises'
import { textOf, type Wrong } from './check'
import type { Crowd } from './crowd'
import { type Ledger, openLedger } from './ledger'
import { percentile } from './statistics'
import type { Opened } from './system'

/** What one stretch of talk showed. */
export interface Measured {
  /** A second. */
  deliveries: number
  answers: number
  /** Processor seconds a million deliveries. */
  server: number
  both: number
  /** Parts of one core that were in use. */
  serverBusy: number
  clientBusy: number
  /** Milliseconds. */
  heard50: number
  heard99: number
  answered50: number
  answered99: number
}

/** How a talk went: what was wrong, connections that were closed, and refusals in words. */
export interface Outcome extends Wrong {
  closed: number
  refused: readonly string[]
}

/** A talk among a crowd. */
export interface Talk {
  /** So many messages under way in each room, the next as soon as one is heard and answered. */
  most: (underWay: number, seconds: number) => Promise<Measured>
  /** So many messages a second in all. */
  steady: (perSecond: number, seconds: number) => Promise<Measured>
  /** Waits until everything is heard, or nothing came for 5 s; answers what went wrong in all of it. */
  end: () => Promise<Outcome>
}

const warmFor = 1500
/** A busy machine may need so long for the first answer. */
const firstWithin = 20_000
/** After so long without a delivery what is missing is lost. */
const silentFor = 5_000

/** Begins a talk. */
export function openTalk(crowd: Crowd): Talk {
  const { opened, world, speakers } = crowd
  const turns = world.rooms.map(() => 0)
  let onDone: (room: number) => void = () => {}
  const ledger = openLedger(crowd, room => onDone(room))

  function say(room: number): void {
    const some = speakers[room]!
    const sender = some[turns[room]!++ % some.length]!
    const message = ledger.note(room, sender)
    crowd.voice(sender).say(opened.wire.say(room, sender, message.n, textOf(message)))
  }

  return {
    async most(underWay, seconds) {
      onDone = say
      for (let i = 0; i < underWay; i++) world.rooms.forEach((_, room) => say(room))
      const measured = await measure(opened, ledger, seconds)
      onDone = () => {}
      await quiet(ledger)
      return measured
    },
    async steady(perSecond, seconds) {
      const stop = atRate(perSecond, turn => say(turn % world.rooms.length))
      const measured = await measure(opened, ledger, seconds)
      stop()
      await quiet(ledger)
      return measured
    },
    async end() {
      await quiet(ledger)
      return { ...ledger.wrong(), closed: ledger.closed(), refused: ledger.refusals() }
    },
  }
}

/** Until everything is heard, or nothing more comes. */
async function quiet(ledger: Ledger): Promise<void> {
  let came = -1
  let since = Date.now()
  while ((ledger.waiting() > 0 || ledger.missing() > 0) && Date.now() - since < silentFor) {
    await pause(20)
    if (ledger.deliveries() === came) continue
    came = ledger.deliveries()
    since = Date.now()
  }
}

/** What is seen in so many seconds, once it is warm. */
async function measure(opened: Opened, ledger: Ledger, seconds: number): Promise<Measured> {
  await pause(warmFor)
  const latest = Date.now() + firstWithin
  const answered = ledger.answers()
  while (ledger.answers() === answered && Date.now() < latest) await pause(20)
  const { times } = ledger
  Object.assign(times, { since: performance.now(), heard: [], answered: [] })
  const before = look(opened, ledger)
  await pause(seconds * 1000)
  const after = look(opened, ledger)
  times.since = Infinity
  const lasted = (after.at - before.at) / 1000
  const delivered = after.deliveries - before.deliveries
  const server = after.server - before.server
  const database = after.database - before.database
  return {
    deliveries: delivered / lasted,
    answers: (after.answers - before.answers) / lasted,
    server: (server * 1e6) / delivered,
    both: ((server + database) * 1e6) / delivered,
    serverBusy: server / lasted,
    clientBusy: (after.client - before.client) / lasted,
    heard50: percentile(times.heard, 0.5),
    heard99: percentile(times.heard, 0.99),
    answered50: percentile(times.answered, 0.5),
    answered99: percentile(times.answered, 0.99),
  }
}

function look(opened: Opened, ledger: Ledger) {
  const { user, system } = process.cpuUsage()
  return {
    at: performance.now(),
    deliveries: ledger.deliveries(),
    answers: ledger.answers(),
    client: (user + system) / 1e6,
    ...opened.cpu(),
  }
}

/** Does something so often a second until it is stopped; what a busy moment delays is made up for at once. */
function atRate(perSecond: number, work: (turn: number) => void): () => void {
  const begun = performance.now()
  let turn = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - begun) * perSecond) / 1000
    while (turn < due) work(turn++)
  }, 1)
  return () => clearInterval(timer)
}
