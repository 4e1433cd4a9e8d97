/** Own rows (PROTOCOL.md 5): what is only one person's, kept in step on all of their devices through push and sync. */
import { type OwnChanges, type OwnKind, type OwnRow, ownUpdated } from '@community-chat/shared/protocol/own'
import type { Model } from 'mongoose'
import type { Context } from '../context'
import { rowsOfPeople } from './loader'
import { type Look, lookAt } from '../nodes/look'
import * as topics from '../sockets/topics'

/** Commits of `$currentDate` may become visible a little out of order: look back this far. Twice is harmless. */
const overlap = 30_000
/** The most rows of one kind that a person may have at once, and that an answer carries. */
const mostRows = 1000

/** Fields that every collection of own rows has beside its own; `_id` is the person's id, a colon and the row's id. */
export const ownFields = {
  _id: { type: String, required: true },
  userId: { type: String, required: true },
  /** Rises with every change, so that a device knows which of two states is the later. */
  version: { type: Number, required: true },
  /** A row that went stays, so that every device learns of it. */
  gone: { type: Boolean, required: true },
  changedAt: { type: Date },
} as const
/** Indexes that every collection of own rows needs. */
export const ownIndexes: Record<string, 1>[] = [
  { userId: 1, changedAt: 1 }, // what changed of mine
  { userId: 1, gone: 1, changedAt: 1 }, // all that live
  { changedAt: 1 }, // what other nodes changed
]

interface OwnDoc {
  _id: string
  userId: string
  version: number
  gone: boolean
  changedAt?: Date | null
}

/** One capability's own rows, as it registers them. */
export interface Own<T = any> {
  kind: OwnKind<T>
  model: Model<any>
  /** Somebody's rows that changed after a time, or all that live. */
  rowsOf: (userId: string, after: Date | null) => Promise<OwnDoc[]>
  /** What a row tells the devices. */
  data: (doc: any) => T
  look: Look<OwnDoc>
}

/** Says where one kind of own rows is kept. */
export const ownRows = <T, D>(kind: OwnKind<T>, model: Model<any>, data: (doc: D) => T): Own<T> => ({
  kind,
  model,
  data,
  rowsOf: rowsOfPeople<OwnDoc>({
    find: (userIds, after, limit) =>
      model
        .find({ userId: { $in: userIds }, ...(after ? { changedAt: { $gt: after } } : { gone: false }) })
        .sort({ changedAt: after ? 1 : -1 })
        .limit(limit)
        .lean() as unknown as Promise<OwnDoc[]>,
    userOf: row => row.userId,
    changedAt: row => row.changedAt,
    most: mostRows + 1,
  }),
  look: lookAt<OwnDoc>(() => model),
})

let registered: Own[] = []

/** The kinds that sync answers; called once, with all of them. */
export const registerOwn = (all: Own[]): void => void (registered = all)

/** A row on the wire. */
export const presentOwn = ({ kind, data }: Own, doc: OwnDoc): OwnRow => ({
  id: doc._id.slice(doc.userId.length + 1),
  version: doc.version,
  changedAt: (doc.changedAt ?? new Date(0)).toISOString(),
  gone: doc.gone,
  data: doc.gone ? null : kind.schema.parse(data(doc)),
})

/** Changes one row of someone, or makes it; tells their devices here, and others by their node's look or by sync. */
export async function writeOwn(
  ctx: Context,
  own: Own,
  { userId, id }: { userId: string; id: string },
  set: Record<string, unknown>,
  gone = false,
): Promise<OwnRow> {
  const doc = (await own.model
    .findOneAndUpdate(
      { _id: `${userId}:${id}` },
      { $set: { ...set, userId, gone }, $inc: { version: 1 }, $currentDate: { changedAt: true } },
      { upsert: true, returnDocument: 'after' },
    )
    .lean()) as OwnDoc
  return tellOwn(ctx, own, doc)
}

/** Tells someone's devices on this node what a row of theirs is now. */
export function tellOwn(ctx: Context, own: Own, doc: OwnDoc): OwnRow {
  own.look.seen(doc)
  const row = presentOwn(own, doc)
  ctx.push(ownUpdated, { user: doc.userId }, { name: own.kind.name, rows: [row] })
  return row
}

/** How many rows of a kind someone has. */
export const countOwn = ({ model }: Own, userId: string): Promise<number> =>
  model.countDocuments({ userId, gone: false }).exec()

/** What of someone's own changed after a time, or all of it; and the time of the newest change among it. */
export async function ownSince(
  userId: string,
  since: Date | null,
): Promise<{ own: OwnChanges; newest: Date | null }> {
  const own: OwnChanges = {}
  let newest: Date | null = null
  const all = await Promise.all(registered.map(one => changedOf(one, userId, since)))
  for (const [i, one] of registered.entries()) {
    const { docs, full } = all[i]!
    for (const { changedAt } of docs) if (changedAt && (!newest || changedAt > newest)) newest = changedAt
    if (docs.length > 0 || full) own[one.kind.name] = { rows: docs.map(doc => presentOwn(one, doc)), full }
  }
  return { own, newest }
}

async function changedOf({ rowsOf }: Own, userId: string, since: Date | null) {
  if (since) {
    const docs = await rowsOf(userId, new Date(since.getTime() - overlap))
    if (docs.length <= mostRows) return { docs, full: false }
  }
  return { docs: (await rowsOf(userId, null)).slice(0, mostRows), full: true }
}

/** Tells people on this node what other nodes changed of their own rows. */
export async function catchUpOwn(ctx: Context): Promise<void> {
  const look = async (one: Own) => {
    for (const doc of await one.look.news())
      if (topics.connectionsOf(doc.userId).length > 0) tellOwn(ctx, one, doc)
  }
  await Promise.all(registered.map(look))
}
