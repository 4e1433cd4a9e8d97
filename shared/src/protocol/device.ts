/**
 * A device: the loop that does what the replica and the outbox say is due. It sends, syncs, pages and waits
 * through an injected client and clock, so the app and the tests run the same one.
 */
import type { Mention } from '../capabilities/messages/content'
import { marks } from '../capabilities/messages/marks'
import { messages, type Message } from '../capabilities/messages/contract'
import type { Person } from '../capabilities/profiles/person'
import { createCatchUp } from './catch-up'
import type { Client } from './client'
import { createDrain, type DrainStore } from './drain'
import type { Outbox, OutboxEntry, Saying } from './outbox'
import type { OwnRow } from './own'
import { heard } from './pushes'
import * as replicas from './replica'
import type { HistoryAsk, Replica } from './replica'
import type { Clock } from './transport'

export interface DeviceState {
  replica: Replica
  outbox: Outbox
}

export interface DeviceParts {
  me: string
  client: Client
  clock: Clock & { random(): number }
  /** What an earlier run of this device left. */
  stored?: { replica: Replica | null; outbox: Outbox }
  /** Where unsent messages are kept. */
  outboxStore: DrainStore
  /** 16–36 characters that nobody else makes. */
  newClientId(): string
  /** People that changed while this device was away. */
  people?(people: Person[]): void
}

export interface Device {
  get(): DeviceState
  subscribe(listener: () => void): () => void
  /** Says something: at once in the outbox, stored, then sent. Gives its clientId. */
  send(roomId: string, saying: Saying): string
  resend(clientId: string): void
  discard(clientId: string): void
  edit(messageId: string, text: string, mentions?: Mention[]): Promise<Message>
  remove(messageId: string): Promise<Message>
  /** Takes over a message that the answer of a call carried. */
  take(message: Message): void
  /** Takes over rows of my own that the answer of a call carried; `name` is their kind's. */
  takeOwn(name: string, rows: OwnRow[]): void
  /** Loads a page of history, of the room or of a thread in it. */
  page(roomId: string, ask: HistoryAsk): Promise<void>
  /** Everything up to this seq was seen. */
  markRead(roomId: string, seq: number): void
  /** What these people say counts as unread no longer; others count again. */
  ignore(userIds: readonly string[]): void
  /** Lets go of all but the newest messages of a room. */
  trim(roomId: string, keep: number): void
  /** What another tab made of an entry of the outbox that both share; null where it is gone. */
  hearOutbox(clientId: string, entry: OutboxEntry | null): void
  /** Whether this device sends the outbox; of the tabs of a browser only one does. Begins from what is stored. */
  setDraining(draining: boolean, stored?: Outbox): void
  stop(): void
}

/** Starts a device on a client; it lives until `stop`. */
export function createDevice(parts: DeviceParts): Device {
  const { me, client, clock } = parts
  let replica = parts.stored?.replica ?? replicas.emptyReplica(me)
  let state: DeviceState | null = null
  let stopped = false
  const listeners = new Set<() => void>()
  const moment = () => ({
    me,
    ignored: replica.ignored,
    marks: marks.of(replica.own),
    now: clock.now(),
    random: clock.random(),
  })

  const drain = createDrain({
    client,
    clock,
    store: parts.outboxStore,
    outbox: parts.stored?.outbox ?? [],
    sent: message => take(message),
    changed: () => {
      tell()
      work()
    },
  })

  /** Takes over a new state; my own messages in it need no sending any more. */
  function learn(next: Replica, arrived: readonly Message[] = []): void {
    const changed = next !== replica
    replica = next
    for (const { senderId, clientId } of arrived)
      if (senderId === me && clientId) drain.step({ kind: 'acked', clientId })
    if (changed) tell()
    work()
  }

  function tell(): void {
    state = null
    for (const listener of [...listeners]) listener()
  }

  const catchUp = createCatchUp({
    client,
    clock,
    moment,
    get: () => replica,
    learn,
    people: people => parts.people?.(people),
    done: () => work(),
  })
  let cancelTimer = () => {}

  /** Does what is due and sets the clock for what will be. Called after every change. */
  function work(): void {
    cancelTimer()
    if (stopped || client.state() !== 'open') return
    // By one and the same moment: what becomes due while this looks would neither begin nor be waited for.
    const now = clock.now()
    catchUp.work(now)
    drain.work(now)
    const times = [...catchUp.dueAt(now), drain.dueAt()].filter(
      (time): time is number => time !== null && time > now,
    )
    if (times.length > 0) cancelTimer = clock.after(Math.min(...times) - now, work)
  }

  const hushes = [
    client.onFrame(frame => {
      const { data } = frame as { data?: { message?: Message } | null }
      learn(heard(replica, frame, moment()), data?.message ? [data.message] : [])
    }),
    client.onState(connection => {
      if (connection !== 'open' || stopped) return
      catchUp.reset()
      learn(replicas.reconnected(replica))
    }),
  ]
  if (client.state() === 'open') work()

  const take = (message: Message) => learn(replicas.answered(replica, message, moment()), [message])

  /** The store may be read before what was acked meanwhile has left it. */
  const isUnsent = ({ clientId, roomId }: OutboxEntry) => {
    const { messages: said = [], threads = {} } = replica.rooms[roomId] ?? {}
    const all = [said, ...Object.values(threads).map(window => window.messages)]
    return !all.flat().some(one => one.senderId === me && one.clientId === clientId)
  }

  async function change(call: Promise<Message>): Promise<Message> {
    const message = await call
    take(message)
    return message
  }

  return {
    get: () => (state ??= { replica, outbox: drain.get() }),
    subscribe: listener => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    send: (roomId, saying) => {
      const clientId = parts.newClientId()
      drain.add({ ...saying, clientId, roomId })
      return clientId
    },
    resend: clientId => drain.step({ kind: 'resent', clientId, at: clock.now() }),
    discard: clientId => drain.step({ kind: 'discarded', clientId }),
    edit: (messageId, text, mentions) => {
      const content = { type: 'text' as const, text, ...(mentions?.length ? { mentions } : {}) }
      return change(client.call(messages.routes.edit, { messageId, content }))
    },
    remove: messageId => change(client.call(messages.routes.remove, { messageId })),
    take,
    takeOwn: (name, rows) => learn(replicas.owned(replica, name, rows, moment())),
    page: async (roomId, ask) => {
      const page = await client.call(messages.routes.history, { roomId, ...ask })
      learn(replicas.paged(replica, roomId, ask, page, moment()), page.items)
    },
    markRead: (roomId, seq) => learn(replicas.read(replica, roomId, seq, moment())),
    ignore: userIds => learn(replicas.ignoring(replica, userIds, moment())),
    trim: (roomId, keep) => learn(replicas.trimmed(replica, roomId, keep)),
    hearOutbox: drain.hear,
    setDraining: (draining, stored) => drain.setDraining(draining, stored?.filter(isUnsent)),
    stop: () => {
      stopped = true
      cancelTimer()
      drain.stop()
      for (const hush of hushes) hush()
    },
  }
}
