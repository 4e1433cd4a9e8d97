/** Presence: choosing how one appears, and watching others. */
import { type OwnPresence, presence } from '@community-chat/shared/capabilities/presence/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import type { Handler, Personal } from '../../kernel/capability'
import type { Connection } from '../../kernel/sockets/connection'
import type { Context } from '../../kernel/context'
import * as topics from '../../kernel/sockets/topics'
import { setStatus } from '../profiles/api'
import { come, forget, go, setActive } from './here'
import { Choices, Sightings } from './model'
import { absent, apartFrom } from './apart'
import { grace, look, note, release } from './rounds'
import { viewsOf } from './view'

type Routes = (typeof presence)['routes']

/** Changes how the caller appears; an empty change only answers how that is. */
export const update: Handler<Routes['update']> = async (
  ctx,
  { status, customStatus, customUntil, active },
) => {
  if (customUntil !== undefined && !(customStatus && Date.parse(customUntil) > Date.now()))
    throw fault('invalid_input', {
      issues: [{ path: 'customUntil', message: 'A customStatus ends at a time to come.' }],
    })
  if (customStatus !== undefined)
    await setStatus(
      ctx,
      ctx.userId,
      customStatus === null ? null : { text: customStatus, until: customUntil ?? null },
    )
  if (status) {
    const choice = status === 'offline' ? 'invisible' : status
    const change = { $set: { choice }, $currentDate: { changedAt: true as const } }
    await Choices.updateOne({ _id: ctx.userId }, change, { upsert: true })
    note(ctx.userId)
  }
  if (active !== undefined && ctx.connection && setActive(ctx.connection, active)) note(ctx.userId)
  return ownOf(ctx)
}

/** How these people are; on a socket the caller hears of their changes from now on. */
export const watch: Handler<Routes['watch']> = async (ctx, { userIds }) => {
  allow(ctx)
  const all = [...new Set(userIds)]
  const hidden = await apartFrom(ctx.userId, all)
  const ids = all.filter(id => !hidden.has(id))
  const { connection } = ctx
  const before = connection?.watched ?? []
  const fresh = connection ? topics.watch(connection, ids) : []
  release(before)
  const shown = (await look(ids, fresh)).map(view => view.presence)
  return { items: [...shown, ...[...hidden].map(absent)] }
}

/** A connection signed in. */
export function connected(connection: Connection): void {
  if (come(connection)) note(connection.identity!.userId)
}

/** A connection is gone: for its person's watchers after the grace, and as a watcher at once. */
export function disconnected(connection: Connection): void {
  release(connection.watched ?? [])
  if (go(connection)) note(connection.identity!.userId)
}

/** Presence answers for the choice and for when someone was last seen. */
export const personal: Personal = {
  async erase(_ctx, userId) {
    forget(userId)
    await Promise.all([Choices.deleteOne({ _id: userId }), Sightings.deleteMany({ userId })])
  },
  export: async userId => ({
    choice: await Choices.findById(userId).lean(),
    sightings: await Sightings.find({ userId }).limit(1000).lean(),
  }),
}

async function ownOf(ctx: Context): Promise<OwnPresence> {
  const [doc, views] = await Promise.all([
    Choices.findById(ctx.userId, { choice: 1 }).lean(),
    viewsOf([ctx.userId], grace()),
  ])
  const view = views.get(ctx.userId)
  if (!view) throw fault('not_found')
  const choice = (doc?.choice ?? 'online') as OwnPresence['choice']
  return { choice, seen: view.presence }
}
