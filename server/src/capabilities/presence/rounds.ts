/** Telling those who watch someone: what happens to a person within a second is one push, and only news is one. */
import { presence } from '@community-chat/shared/capabilities/presence/contract'
import { openDeadlines, systemClock } from '../../kernel/clock'
import type { Context } from '../../kernel/context'
import { ring } from '../../kernel/nodes/relay'
import * as topics from '../../kernel/sockets/topics'
import { absent, apartFrom } from './apart'
import { write } from './here'
import { type View, viewsOf } from './view'

const mergedFor = 1000
const atOnce = 200

let system: Context
let graceLasts = 0
let timer: NodeJS.Timeout | undefined
let telling: Promise<void> = Promise.resolve()
const changed = new Set<string>()
/** What the watchers of each person were told last; of nobody who is not watched here. */
const told = new Map<string, string>()
const due = openDeadlines<string>(systemClock, 500, note)

/** Begins; `seconds` is how long someone still counts after leaving. */
export function begin(ctx: Context, seconds: number): void {
  system = ctx
  graceLasts = seconds * 1000
}

/** How long someone still counts after leaving, in milliseconds. */
export const grace = (): number => graceLasts

/** Someone may appear differently: within a second it is written down and their watchers hear of it. */
export function note(userId: string): void {
  changed.add(userId)
  timer ??= setTimeout(() => void round(), mergedFor).unref()
}

/** Tells the watchers here of these people at once, where there is news. */
export function tell(userIds: readonly string[]): Promise<void> {
  telling = telling.then(() => tellNow(userIds)).catch(error => failed(userIds, error))
  return telling
}

/** These people as a new watcher sees them; what changes from then on is news. */
export async function look(userIds: readonly string[], fresh: readonly string[]): Promise<View[]> {
  for (const id of fresh) told.delete(id)
  const views = await viewsOf(userIds, graceLasts)
  for (const [id, view] of views) {
    if (!topics.isWatched(id)) continue
    const text = JSON.stringify(view.presence)
    if (!told.has(id)) told.set(id, text)
    else if (told.get(id) !== text) retell(id)
    if (view.until !== null) due.set(id, view.until)
  }
  return [...views.values()]
}

/** Nobody watches these people any more, unless somebody does. */
export function release(userIds: Iterable<string>): void {
  for (const id of userIds) {
    if (topics.isWatched(id)) continue
    told.delete(id)
    due.clear(id)
  }
}

/** Writes what waits and ends. */
export async function finish(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  due.stop()
  await telling
  await write()
}

async function round(): Promise<void> {
  const ids = [...changed]
  changed.clear()
  try {
    await write()
    ring()
    await tell(ids)
  } catch (error) {
    failed(ids, error)
  } finally {
    timer = undefined
    if (changed.size > 0) note([...changed][0]!)
  }
}

async function tellNow(userIds: readonly string[]): Promise<void> {
  const ids = userIds.filter(topics.isWatched)
  for (let i = 0; i < ids.length; i += atOnce) {
    for (const [id, { presence: data, until }] of await viewsOf(ids.slice(i, i + atOnce), graceLasts)) {
      if (!topics.isWatched(id)) continue
      if (until === null) due.clear(id)
      else due.set(id, until)
      const text = JSON.stringify(data)
      if (told.get(id) === text) continue
      told.set(id, text)
      await dropApart(id)
      system.push(presence.pushes.updated, { watchersOf: id }, data)
    }
  }
}

/** This watcher and those before were told different things: all hear once more. */
function retell(id: string): void {
  told.set(id, '')
  note(id)
}

/** Whoever is apart from someone by now watches them no longer. */
async function dropApart(userId: string): Promise<void> {
  const watching = topics.watchersOf(userId)
  const hidden = await apartFrom(userId, [...new Set(watching.map(one => one.identity!.userId))])
  for (const connection of watching) {
    if (!hidden.has(connection.identity!.userId)) continue
    topics.watch(
      connection,
      [...(connection.watched ?? [])].filter(id => id !== userId),
    )
    system.push(presence.pushes.updated, { connection }, absent(userId))
  }
}

/** Without the database nobody knows: it is tried again. */
function failed(userIds: readonly string[], error: unknown): void {
  system.log.warn({ err: error }, 'presence could not be told')
  for (const id of userIds) note(id)
}
