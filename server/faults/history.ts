/** The history of a run, and what it proves: nothing acked is lost, one order for all, nothing twice, nothing missed. */

/** Something that a device was told to say. Times in milliseconds since 1970. */
export interface Attempt {
  clientId: string
  roomId: string
  senderId: string
  at: number
  /** Its place among what one device said in a room, where that device kept to the order. */
  turn?: { device: string; number: number }
}
/** The answer to a send. */
export interface Ack {
  clientId: string
  roomId: string
  senderId: string
  at: number
  id: string
  seq: number
}
/** A row of the archive. */
export interface Stored {
  id: string
  roomId: string
  seq: number
  senderId: string
  clientId: string
  /** False for what the server says by itself. */
  isSaid: boolean
}
/** A message as it came onto a screen. */
export interface Shown {
  roomId: string
  id: string
  seq: number
  at: number
}
/** A screen: which rooms it follows from which seq on, and what came onto it, in that order. */
export interface Viewer {
  device: string
  rooms: ReadonlyMap<string, number>
  shown: readonly Shown[]
}
/** A sender asked for their own message once it was acked. */
export interface Reading {
  device: string
  clientId: string
  roomId: string
  wasFound: boolean
  at: number
}
/** Everything that was seen of a run from outside. */
export interface History {
  attempts: readonly Attempt[]
  acks: readonly Ack[]
  archive: readonly Stored[]
  viewers: readonly Viewer[]
  readings: readonly Reading[]
}

/** What must never happen, by the promise that it breaks (D1 to D5). */
export type Kind =
  | 'lost' // acked and not stored as it was acked
  | 'invented' // stored, and nobody said it
  | 'doubled' // stored, acked or shown twice
  | 'split' // two messages in one place of a room
  | 'swapped' // out of order, on a screen or in the archive
  | 'gap' // stored and missing on a screen
  | 'false' // shown and not stored so
  | 'unread' // acked and not readable by its sender

/** One breach, with the message and the place that it is about. */
export interface Breach {
  kind: Kind
  text: string
  roomId: string
  seq?: number
  clientId?: string
}

/** Every breach in a history; empty where it keeps what is promised. */
export function check(history: History): Breach[] {
  const byId = new Map(history.archive.map(row => [row.id, row]))
  return [
    ...checkAcks(history, byId),
    ...checkArchive(history),
    ...checkTurns(history),
    ...history.viewers.flatMap(viewer => checkViewer(viewer, history.archive, byId)),
    ...history.readings
      .filter(({ wasFound }) => !wasFound)
      .map(({ device, clientId, roomId }): Breach => {
        return { kind: 'unread', roomId, clientId, text: `${device} cannot read its own ${clientId}` }
      }),
  ]
}

/** What happened to the message of a breach and beside it, a line each, by time. */
export function trace(history: History, { roomId, seq, clientId }: Breach): string[] {
  const place = seq ?? history.acks.find(ack => ack.clientId === clientId)?.seq
  const isNear = (one: number) => place !== undefined && Math.abs(one - place) <= 1
  const rows = history.archive.filter(row => row.roomId === roomId)
  const near = rows.filter(row => isNear(row.seq) || row.clientId === clientId)
  const ids = new Set([...near.map(row => row.clientId), ...(clientId ? [clientId] : [])])
  const events = [
    ...history.attempts.map(one => ({ ...one, text: 'is said' })),
    ...history.acks.map(one => ({ ...one, text: `is acked as ${one.id} (${one.seq})` })),
    ...history.readings.map(one => ({ ...one, text: `is ${one.wasFound ? '' : 'not '}read back` })),
  ].filter(one => one.roomId === roomId && ids.has(one.clientId))
  const shown = history.viewers.flatMap(({ device, shown }) =>
    shown.filter(one => one.roomId === roomId && isNear(one.seq)).map(one => ({ ...one, device })),
  )
  return [
    ...events.map(({ at, clientId, text }) => ({ at, text: `${clientId} ${text}` })),
    ...shown.map(({ at, id, seq, device }) => ({ at, text: `${device} shows ${id} (${seq})` })),
  ]
    .sort((a, b) => a.at - b.at)
    .map(({ at, text }) => `${new Date(at).toISOString().slice(11, 23)} ${text}`)
    .concat(near.map(row => `archive: ${row.seq} ${row.id} ${row.clientId}`))
}

function checkAcks({ acks }: History, byId: Map<string, Stored>): Breach[] {
  const breaches: Breach[] = []
  const first = new Map<string, Ack>()
  for (const ack of acks) {
    const { clientId, roomId, senderId, id, seq } = ack
    const row = byId.get(id)
    const at = { roomId, seq, clientId }
    if (row?.seq !== seq || row.roomId !== roomId || row.clientId !== clientId)
      breaches.push({
        kind: 'lost',
        ...at,
        text: `${clientId} was acked as ${id} (${seq}), stored is ${show(row)}`,
      })
    const before = first.get(`${senderId} ${clientId}`) ?? ack
    first.set(`${senderId} ${clientId}`, before)
    if (before.id !== id || before.seq !== seq)
      breaches.push({ kind: 'doubled', ...at, text: `${clientId} was acked as ${before.id} and as ${id}` })
  }
  return breaches
}

function checkArchive({ archive, attempts }: History): Breach[] {
  const breaches: Breach[] = []
  const said = new Set(attempts.map(({ senderId, clientId }) => `${senderId} ${clientId}`))
  const texts = new Map<string, Stored>()
  const places = new Map<string, Stored>()
  for (const row of archive) {
    const { roomId, senderId, clientId, seq } = row
    const text = `${senderId} ${clientId}`
    const place = `${roomId} ${seq}`
    const at = { roomId, seq, clientId }
    const [twin, rival] = [texts.get(text), places.get(place)]
    if (row.isSaid && !said.has(text))
      breaches.push({ kind: 'invented', ...at, text: `nobody said ${show(row)}` })
    if (twin)
      breaches.push({ kind: 'doubled', ...at, text: `${show(twin)} and ${show(row)} are one message` })
    if (rival) breaches.push({ kind: 'split', ...at, text: `${show(rival)} and ${show(row)} have one place` })
    texts.set(text, row)
    places.set(place, row)
  }
  return breaches
}

/** What one device said in a room, one after the other, stands there in that order. */
function checkTurns({ attempts, archive }: History): Breach[] {
  const seqs = new Map(archive.toReversed().map(row => [`${row.senderId} ${row.clientId}`, row.seq]))
  const last = new Map<string, { number: number; seq: number }>()
  const breaches: Breach[] = []
  for (const { turn, senderId, clientId, roomId } of attempts) {
    const seq = seqs.get(`${senderId} ${clientId}`)
    if (!turn || seq === undefined) continue
    const lane = `${turn.device} ${roomId}`
    const before = last.get(lane)
    if (before && before.number < turn.number && before.seq > seq)
      breaches.push({
        ...{ kind: 'swapped', roomId, seq, clientId },
        text: `${turn.device} said ${clientId} (${seq}) after what stands at ${before.seq}`,
      })
    last.set(lane, { number: turn.number, seq })
  }
  return breaches
}

function checkViewer(
  { device, rooms, shown }: Viewer,
  archive: readonly Stored[],
  byId: Map<string, Stored>,
): Breach[] {
  const breaches: Breach[] = []
  const seen = new Set<string>()
  const last = new Map<string, number>()
  for (const { roomId, id, seq } of shown) {
    const row = byId.get(id)
    const at = { roomId, seq, clientId: row?.clientId }
    const before = last.get(roomId) ?? 0
    if (row?.seq !== seq || row.roomId !== roomId)
      breaches.push({ kind: 'false', ...at, text: `${device} shows ${id} (${seq}), stored is ${show(row)}` })
    if (seen.has(id)) breaches.push({ kind: 'doubled', ...at, text: `${device} shows ${id} (${seq}) twice` })
    else if (seq <= before)
      breaches.push({ kind: 'swapped', ...at, text: `${device} shows ${seq} after ${before}` })
    seen.add(id)
    last.set(roomId, Math.max(before, seq))
  }
  for (const row of archive) {
    const from = rooms.get(row.roomId)
    if (from === undefined || row.seq < from || seen.has(row.id)) continue
    const { roomId, seq, clientId } = row
    breaches.push({ kind: 'gap', roomId, seq, clientId, text: `${device} does not show ${show(row)}` })
  }
  return breaches
}

const show = (row: Stored | undefined): string =>
  row ? `${row.id} (${row.seq} in ${row.roomId}, ${row.clientId})` : 'nothing'
