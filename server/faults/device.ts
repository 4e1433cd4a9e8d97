/** A device: what it was told to say goes out in order until it is acked, and what others say comes onto its screens. */
import { Fault } from '@community-chat/shared/protocol/faults'
import type { Ack, Attempt, Viewer } from './history'
import { type Frame, openLink } from './link'
import { aScreen, cover, follow, placeOf, type Said, type Screen, settleHeld } from './screen'

/** Who holds a device, and where it writes down what happens. */
export interface DeviceParts {
  name: string
  person: { id: string; token: string }
  rooms: readonly string[]
  url: () => string
  attempts: Attempt[]
  acks: Ack[]
  /** 0 ≤ x < 1. */
  random: () => number
}

/** A refusal that it got, and when. */
export interface Refusal {
  code: string
  at: number
}

/** A device that is on. */
export interface Device extends Viewer {
  name: string
  person: { id: string; token: string }
  /** Says a text; it goes out when its turn comes. */
  say: (roomId: string, text: string) => void
  /** Open, everything said is acked, everything heard is shown. */
  isAtRest: () => boolean
  isOpen: () => boolean
  /** Milliseconds from each break until everything missed was shown. */
  resumes: number[]
  /** Milliseconds from each try to its ack. */
  answers: { at: number; took: number }[]
  refusals: Refusal[]
  closes: number[]
  /** The highest value that it knows of a room. */
  markOf: (roomId: string) => number
  ask: (frame: Record<string, unknown>) => Promise<any>
  cut: () => void
  end: () => void
}

const heldFor = 300

/** Switches a device on. */
export function openDevice({ name, person, rooms, url, attempts, acks, random }: DeviceParts): Device {
  const screens = new Map(rooms.map(id => [id, aScreen(id)]))
  const outbox = new Map<string, { clientId: string; text: string }[]>(rooms.map(id => [id, []]))
  const sending = new Set<string>()
  const due = new Set<Screen>()
  const device = { resumes: [], answers: [], refusals: [], closes: [] } as unknown as Device
  let said = 0
  let since: string | undefined
  let brokenAt: number | null = Date.now()
  let lives = 0
  let asking = Promise.resolve(true)
  let isEnded = false

  const link = openLink({
    url,
    token: person.token,
    opened: () => {
      void syncAll()
      for (const roomId of rooms) void drain(roomId)
    },
    closed: code => {
      device.closes.push(code)
      brokenAt ??= Date.now()
    },
    heard,
  })

  function heard(frame: Frame): void {
    const place = placeOf(frame)
    const screen = place && screens.get(place.roomId)
    if (screen && !follow(screen, place.rev, place)) missing(screen, heldFor + random() * 200)
  }

  /** Asks for what a screen misses after a while, unless it has come by then. */
  function missing(screen: Screen, wait: number): void {
    if (isEnded || screen.isDue) return
    screen.isDue = true
    setTimeout(() => {
      screen.isDue = false
      if (!settleHeld(screen) && link.isOpen()) void catchUp([screen])
    }, wait)
  }

  /** After each welcome: asks for everything that was missed, until it has come. */
  async function syncAll(): Promise<void> {
    const mine = ++lives
    while (!(await catchUp([...screens.values()])))
      if (!link.isOpen() || mine !== lives) return
      else await pause(200 + 800 * random())
    if (mine !== lives || brokenAt === null) return
    device.resumes.push(Date.now() - brokenAt)
    brokenAt = null
  }

  /** Asks what is missing, of all rooms that it is due for in one question at a time; false where that failed. */
  function catchUp(wanted: Screen[]): Promise<boolean> {
    const mine = lives
    for (const screen of wanted) due.add(screen)
    asking = asking.then(() => mine === lives && (due.size === 0 || syncOf([...due])))
    return asking
  }

  async function syncOf(wanted: Screen[]): Promise<boolean> {
    due.clear()
    let isDone = true
    try {
      for (let asked = wanted; asked.length > 0;) {
        const marks = Object.fromEntries(asked.map(({ roomId, mark }) => [roomId, mark]))
        const changes = await link.ask({ type: 'sync', rooms: marks, ...(since ? { since } : {}) })
        since = changes.since
        const more = await Promise.all((changes.rooms as Changed[]).map(apply))
        asked = more.filter(screen => screen !== null)
      }
    } catch {
      isDone = false
      // Whoever asks next asks for these too: what was asked for another is not taken for told.
      for (const screen of wanted) due.add(screen)
    }
    for (const screen of wanted) if (!settleHeld(screen)) missing(screen, isDone ? heldFor : 1000)
    return isDone
  }

  /** Applies one room's changes; answers with it where there are more. */
  async function apply({ roomId, messages, to, more, gap }: Changed): Promise<Screen | null> {
    const screen = screens.get(roomId)
    if (!screen || screen.isBusy) return null
    screen.isBusy = true
    try {
      if (gap) await fill(screen, to)
      else
        cover(
          screen,
          messages.filter(({ rev }) => rev > screen.mark),
          to,
        )
    } finally {
      screen.isBusy = false
    }
    return more ? screen : null
  }

  /** Reads forward what a gap left out. */
  async function fill(screen: Screen, to: number): Promise<void> {
    for (let after = screen.shown.at(-1)?.seq ?? 0; ;) {
      const page = await link.ask({ type: 'history', roomId: screen.roomId, after, limit: 100 })
      const items = (page.items as Said[]).filter(({ seq }) => seq <= to)
      cover(screen, items, 0)
      if (items.length < 100) return cover(screen, [], to)
      after = items.at(-1)!.seq
    }
  }

  /** One at a time, so that the room keeps the order in which they were said. */
  async function drain(roomId: string): Promise<void> {
    const waiting = outbox.get(roomId)!
    if (sending.has(roomId)) return
    sending.add(roomId)
    while (waiting.length > 0 && link.isOpen()) {
      const { clientId, text } = waiting[0]!
      const begun = performance.now()
      try {
        const content = { type: 'text', text }
        const { id, seq } = (await link.ask({ type: 'send_message', roomId, clientId, content })) as Said
        acks.push({ clientId, roomId, senderId: person.id, at: Date.now(), id, seq })
        device.answers.push({ at: Date.now(), took: performance.now() - begun })
        waiting.shift()
      } catch (error) {
        const { code, retryAfter } = error as Fault
        if (code === 'offline') break
        device.refusals.push({ code, at: Date.now() })
        if (code === 'invalid_input' || code === 'forbidden') waiting.shift()
        else if (code !== 'timeout') await pause((retryAfter ?? 0.5) * 1000 * (0.5 + random() / 2))
      }
    }
    sending.delete(roomId)
  }

  Object.defineProperty(device, 'shown', { get: () => [...screens.values()].flatMap(({ shown }) => shown) })
  return Object.assign(device, {
    ...{ name, person, device: name, isOpen: link.isOpen, cut: link.cut, ask: link.ask },
    rooms: new Map(rooms.map(id => [id, 0])),
    say: (roomId: string, text: string) => {
      const clientId = `${name}-${String(++said).padStart(6, '0')}`.padStart(20, '-').slice(-36)
      attempts.push({
        ...{ clientId, roomId, senderId: person.id, at: Date.now(), turn: { device: name, number: said } },
      })
      outbox.get(roomId)!.push({ clientId, text })
      void drain(roomId)
    },
    isAtRest: () =>
      link.isOpen() &&
      brokenAt === null &&
      [...outbox.values()].every(waiting => waiting.length === 0) &&
      [...screens.values()].every(({ held, isBusy }) => held.size === 0 && !isBusy),
    markOf: (roomId: string) => screens.get(roomId)!.mark,
    end: () => {
      isEnded = true
      link.end()
    },
  } satisfies Partial<Device>)
}

interface Changed {
  roomId: string
  messages: Said[]
  to: number
  more: boolean
  gap: boolean
}

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))
