/**
 * The outbox: what a person has said that the server has not acked yet. Pure; time is passed in.
 * Each room sends in order, one entry at a time: the next one leaves after the ack of the one before it.
 * An entry that failed steps aside, so that it holds back nothing that was written after it.
 */
import type { Content } from '../capabilities/messages/content'
import type { Fault, FaultData } from './faults'

/** waiting: its turn has not come or there is no connection. sending: on its way. failed: tap to resend. */
export type EntryState = 'waiting' | 'sending' | 'failed'

/** What a person says, and how: the fields of a send beside the room and the clientId. */
export interface Saying {
  content: Content
  replyTo?: string
  threadId?: string
  alsoToRoom?: boolean
  expiresAfter?: number
}

/** What a person writes to a room. */
export interface Draft extends Saying {
  clientId: string
  roomId: string
}

/** One unsent message. `clientId` is made before the first try and kept for every other. */
export interface OutboxEntry extends Draft {
  /** When it was written, in milliseconds. */
  createdAt: number
  /** Its place in the queue of its room. */
  order: number
  /** Tries that got no answer while the socket was open. */
  tries: number
  state: EntryState
  /** Why it failed: a fault's code, `timeout` after three silent tries. */
  code?: string
  /** Not before this time, in milliseconds: the server asked to wait. */
  notBefore?: number
}

/** By rising `order`, all rooms together. */
export type Outbox = readonly OutboxEntry[]

/** Everything that can happen to an outbox. */
export type OutboxEvent =
  | { kind: 'added'; draft: Draft; at: number }
  | { kind: 'sending'; clientId: string }
  | { kind: 'unanswered'; clientId: string; at: number }
  | { kind: 'refused'; clientId: string; code: string; retryAfter?: number; retryable: boolean; at: number }
  | { kind: 'cut'; clientId: string }
  | { kind: 'acked'; clientId: string }
  | { kind: 'resent'; clientId: string; at: number }
  | { kind: 'discarded'; clientId: string }

/** Silent tries after which an entry waits for its writer's tap. */
export const longestTrying = 3

/** The outbox after an event; the same one where the event changes nothing. */
export function stepOutbox(outbox: Outbox, event: OutboxEvent): Outbox {
  if (event.kind === 'added') return add(outbox, event.draft, event.at)
  const entry = outbox.find(one => one.clientId === event.clientId)
  if (!entry) return outbox
  if (event.kind === 'acked' || event.kind === 'discarded') return outbox.filter(one => one !== entry)
  if (event.kind === 'resent') return resend(outbox, entry, event.at)
  const next = changed(entry, event)
  return next === entry ? outbox : outbox.map(one => (one === entry ? next : one))
}

/** The entries that may leave now: of each room the first that has not failed, when its time has come. */
export function ready(outbox: Outbox, now: number): OutboxEntry[] {
  return heads(outbox).filter(entry => entry.state === 'waiting' && (entry.notBefore ?? 0) <= now)
}

/** When a waiting entry will next be ready, null when none will by time alone. */
export function readyAt(outbox: Outbox): number | null {
  const times = heads(outbox).flatMap(entry => (entry.state === 'waiting' ? [entry.notBefore ?? 0] : []))
  return times.length ? Math.min(...times) : null
}

/** The outbox as it is after a restart: what was on its way is tried again. */
export const restartOutbox = (outbox: Outbox): Outbox =>
  outbox.map(entry => (entry.state === 'sending' ? { ...entry, state: 'waiting' } : entry))

/** Adds an entry that was made elsewhere, as it is. */
export const insertEntry = (outbox: Outbox, entry: OutboxEntry): Outbox =>
  [...outbox.filter(one => one.clientId !== entry.clientId), entry].sort((a, b) => a.order - b.order)

/** True where the same frame may succeed later: nobody has decided against it. */
export const isRetryable = (fault: Pick<Fault, 'code' | 'status' | 'data'>): boolean =>
  fault.status === 0 ||
  fault.status >= 500 ||
  fault.code === 'rate_limited' ||
  fault.code === 'unauthenticated'

/** Seconds to wait that a fault's data names. */
export const waitOf = (data: FaultData | undefined): number | undefined =>
  typeof data?.retryAfter === 'number' ? data.retryAfter : undefined

function add(outbox: Outbox, draft: Draft, at: number): Outbox {
  if (outbox.some(entry => entry.clientId === draft.clientId)) return outbox
  return insertEntry(outbox, {
    ...draft,
    createdAt: at,
    order: nextOrder(outbox, at),
    tries: 0,
    state: 'waiting',
  })
}

/** Time orders entries across tabs; within one a later entry is never before an earlier one. */
const nextOrder = (outbox: Outbox, at: number) => Math.max(at, (outbox[outbox.length - 1]?.order ?? 0) + 1)

function resend(outbox: Outbox, entry: OutboxEntry, at: number): Outbox {
  if (entry.state !== 'failed') return outbox
  const { code: _code, notBefore: _wait, ...rest } = entry
  return insertEntry(outbox, { ...rest, state: 'waiting', tries: 0, order: nextOrder(outbox, at) })
}

type Step = Extract<OutboxEvent, { kind: 'sending' | 'unanswered' | 'refused' | 'cut' }>

function changed(entry: OutboxEntry, event: Step): OutboxEntry {
  switch (event.kind) {
    case 'sending':
      return { ...entry, state: 'sending' }
    case 'cut':
      return { ...entry, state: 'waiting' }
    case 'unanswered':
      return tried(entry, 'timeout', 0)
    case 'refused': {
      if (!event.retryable) return { ...entry, state: 'failed', code: event.code }
      const wait = (event.retryAfter ?? 2 ** entry.tries) * 1000
      // A limit is not a failure: the entry waits as long as it is told to, however often.
      const patient = event.code === 'rate_limited' ? { ...entry, tries: entry.tries - 1 } : entry
      return tried(patient, event.code, event.at + wait)
    }
  }
}

function tried(entry: OutboxEntry, code: string, notBefore: number): OutboxEntry {
  const tries = entry.tries + 1
  return tries >= longestTrying
    ? { ...entry, tries, state: 'failed', code }
    : { ...entry, tries, state: 'waiting', notBefore }
}

/** Of each room the entry whose turn it is: the one on its way, else the first that has not failed. */
function heads(outbox: Outbox): OutboxEntry[] {
  const turns = new Map<string, OutboxEntry>()
  for (const entry of outbox) {
    if (entry.state === 'sending' || (entry.state === 'waiting' && !turns.has(entry.roomId)))
      turns.set(entry.roomId, entry)
  }
  return [...turns.values()]
}
