/** Sends the outbox: in order within a room, each entry only after it is stored, each until it is acked or refused. */
import { messages, type Message } from '../capabilities/messages/contract'
import type { Client } from './client'
import { Fault } from './faults'
import { insertEntry, isRetryable, ready, readyAt, restartOutbox, stepOutbox } from './outbox'
import type { Draft, Outbox, OutboxEntry, OutboxEvent } from './outbox'
import type { Clock } from './transport'

export interface DrainStore {
  /** Keeps what a step made of an entry, null where it is gone, and tells the other tabs. */
  keep(clientId: string, entry: OutboxEntry | null): Promise<void>
}

export interface DrainParts {
  client: Client
  clock: Clock
  store: DrainStore
  outbox: Outbox
  sent(message: Message): void
  /** The outbox is another one now; whoever hears it calls `work`. */
  changed(): void
}

export interface Drain {
  get(): Outbox
  add(draft: Draft): void
  /** A step taken here: applied, kept, told to the other tabs. */
  step(event: OutboxEvent): void
  /** What another tab made of an entry. */
  hear(clientId: string, entry: OutboxEntry | null): void
  setDraining(draining: boolean, stored?: Outbox): void
  /** Sends what is ready by now. */
  work(now?: number): void
  /** When an entry will be ready by time alone. */
  dueAt(): number | null
  stop(): void
}

/** Drains an outbox over a client, from the start unless told otherwise. */
export function createDrain({ client, clock, store, changed, sent, ...parts }: DrainParts): Drain {
  let outbox = restartOutbox(parts.outbox)
  let draining = true
  const unkept = new Set<string>() // not stored yet, so not sent yet

  function become(next: Outbox): void {
    if (next === outbox) return
    outbox = next
    changed()
  }

  function step(event: OutboxEvent): Promise<void> {
    const next = stepOutbox(outbox, event)
    if (next === outbox) return Promise.resolve()
    become(next)
    const clientId = event.kind === 'added' ? event.draft.clientId : event.clientId
    const entry = outbox.find(one => one.clientId === clientId) ?? null
    // A store that fails must not keep a message from being sent.
    return store.keep(clientId, entry).catch(() => undefined)
  }

  async function add(draft: Draft): Promise<void> {
    unkept.add(draft.clientId)
    await step({ kind: 'added', draft, at: clock.now() })
    unkept.delete(draft.clientId)
    work()
  }

  function work(now = clock.now()): void {
    if (!draining || client.state() !== 'open') return
    const next = () => ready(outbox, now).find(entry => !unkept.has(entry.clientId))
    for (let entry = next(); entry; entry = next()) void transmit(entry)
  }

  async function transmit(entry: OutboxEntry): Promise<void> {
    const { clientId } = entry
    void step({ kind: 'sending', clientId })
    try {
      sent(await client.call(messages.routes.send, inputOf(entry)))
    } catch (error) {
      void step(outcome(clientId, error, clock.now()))
    }
  }

  return {
    get: () => outbox,
    add: draft => void add(draft),
    step: event => void step(event),
    hear: (clientId, entry) =>
      become(entry ? insertEntry(outbox, entry) : stepOutbox(outbox, { kind: 'acked', clientId })),
    setDraining: (next, stored) => {
      draining = next
      const fresh = outbox.filter(entry => unkept.has(entry.clientId))
      if (stored) become(fresh.reduce(insertEntry, restartOutbox(stored)))
      work()
    },
    work,
    dueAt: () => readyAt(outbox),
    stop: () => {
      draining = false
    },
  }
}

/** An entry as the route takes it. */
const inputOf = ({
  clientId,
  roomId,
  content,
  replyTo,
  threadId,
  alsoToRoom,
  expiresAfter,
}: OutboxEntry) => ({
  roomId,
  content,
  clientId,
  ...(replyTo ? { replyTo } : {}),
  ...(threadId ? { threadId } : {}),
  ...(alsoToRoom ? { alsoToRoom } : {}),
  ...(expiresAfter ? { expiresAfter } : {}),
})

/** What became of a try that was not acked. */
function outcome(clientId: string, error: unknown, at: number): OutboxEvent {
  const fault = error instanceof Fault ? error : new Fault('internal', 500, String(error))
  if (fault.code === 'offline') return { kind: 'cut', clientId }
  if (fault.code === 'timeout') return { kind: 'unanswered', clientId, at }
  const { code, retryAfter } = fault
  return { kind: 'refused', clientId, code, retryAfter, retryable: isRetryable(fault), at }
}
