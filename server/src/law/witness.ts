/** What was seen and promised during a run: the memory that the laws are held against. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'

/** A value of a room that reached a person, with the message's seq where a message came with it. */
interface Sighting {
  userId: string
  roomId: string
  rev: number
  seq: number | null
  at: number
  /** The frame, or `http`. */
  by: string
  /** The answer to one's own send: a repeat of it is acked also to who has left meanwhile. */
  isAck: boolean
}
/** A time in which someone was out of a room for sure: after the ack, until they next asked to come in. */
export interface Absence {
  userId: string
  roomId: string
  /** The room's highest value just after the ack. */
  head: number
  from: number
  to: number
}
/** A membership: the first seq it may see, and the room's highest value when it ended. */
export interface Stay {
  userId: string
  roomId: string
  fromSeq: number
  until: number
}

export class Witness {
  readonly findings: string[] = []
  /** How often things happened, so that a storm that was none is noticed. */
  readonly counts: Record<string, number> = {}
  readonly sightings: Sighting[] = []
  readonly absences: Absence[] = []
  readonly stays: Stay[] = []
  /** What devices were told to say, and did not give up. */
  readonly said = new Set<string>()
  readonly acks = new Map<string, Pick<Message, 'id' | 'seq' | 'roomId' | 'senderId'>>()
  /** What each value of each message said, to whoever it came. */
  readonly versions = new Map<string, string>()

  count(what: string, times = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + times
  }

  /** Something from the server reached a person. */
  hear(userId: string, body: unknown, by: string): void {
    const at = Date.now()
    const { type, data } = body as { type?: unknown; data?: Partial<Message> | null }
    const isAck = type === 'reply' && data?.senderId === userId && data.clientId !== undefined
    for (const { roomId, rev, seq } of valuesIn(body, message => this.compare(message)))
      this.sightings.push({ userId, roomId, rev, seq, at, by, isAck })
  }

  /** A send was acked. */
  acked({ clientId, id, seq, roomId, senderId }: Message): void {
    if (clientId === undefined) return
    const before = this.acks.get(clientId)
    if (before && (before.id !== id || before.seq !== seq))
      this.findings.push(`${clientId} was acked as ${before.id} (${before.seq}) and as ${id} (${seq})`)
    this.acks.set(clientId, { id, seq, roomId, senderId })
  }

  private compare(message: Message): void {
    const { mine: _mine, ...shared } = message
    const key = `${message.id}@${message.rev}`
    const text = canonical(shared)
    const before = this.versions.get(key)
    if (before === undefined) this.versions.set(key, text)
    else if (before !== text) this.findings.push(`one value, two contents: ${before} and ${text}`)
  }
}

/** JSON with its keys in order, so that what is equal reads equal. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )

type Value = Pick<Sighting, 'roomId' | 'rev' | 'seq'>

/** Every message and every skip within a body. */
function valuesIn(body: unknown, found: (message: Message) => void, into: Value[] = []): Value[] {
  if (typeof body !== 'object' || body === null) return into
  const { roomId, rev, seq, prev } = body as Partial<Message & { prev: number }>
  if (typeof roomId === 'string' && typeof rev === 'number') {
    if (typeof seq === 'number') {
      found(body as Message)
      into.push({ roomId, rev, seq })
    } else if (typeof prev === 'number') into.push({ roomId, rev, seq: null })
    return into
  }
  for (const one of Object.values(body)) valuesIn(one, found, into)
  return into
}
