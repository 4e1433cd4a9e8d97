/** Changes of roles that this node has told of: rows change for other reasons too, and a role is told once. */
import type { MemberDoc } from './model'

/** A row that changed so much later, in milliseconds, than its role did has been told of that by others. */
const toldWithin = 60_000
const mostKnown = 20_000
const told = new Map<string, number>()

/** Whether a row's role changed of late without this node having told; it is taken for told from now on. */
export function isRankNews({ _id, rankedAt, changedAt }: MemberDoc): boolean {
  if (!rankedAt || (changedAt ?? rankedAt).getTime() - rankedAt.getTime() > toldWithin) return false
  const isNews = (told.get(_id) ?? 0) < rankedAt.getTime()
  if (isNews) tellsRank({ _id, rankedAt })
  return isNews
}

/** This node tells of the change itself. */
export function tellsRank({ _id, rankedAt }: Pick<MemberDoc, '_id' | 'rankedAt'>): void {
  told.delete(_id) // so that the oldest stand first
  told.set(_id, rankedAt?.getTime() ?? 0)
  if (told.size > mostKnown) told.delete(told.keys().next().value!)
}
