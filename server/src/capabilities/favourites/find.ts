/** Looking through what one person keeps: at most 2,000 rows, walked by index and compared here. */
import type { Favourite } from '@community-chat/shared/capabilities/favourites/contract'
import { fold } from '@community-chat/shared/protocol/fold'
import { type FavouriteDoc, Favourites, held } from './model'

const pageSize = 250

/** What to look for, below a place in the list. */
export interface Wanted {
  userId: string
  /** Words that stand in it, in any case and width. */
  query?: string
  kind?: string
  /** The last row of the page before. */
  below: [keptAt: number, id: string]
  most: number
}

/** The latest that fit, at most `most`. */
export async function find({ userId, query = '', kind, below, most }: Wanted): Promise<FavouriteDoc[]> {
  const wanted = fold(query)
  const found: FavouriteDoc[] = []
  for (let [at, id] = below; found.length < most;) {
    const until = new Date(at)
    const rows = await Favourites.find({
      userId,
      ...held,
      keptAt: { $lte: until },
      $or: [{ keptAt: { $lt: until } }, { _id: { $lt: id } }],
    })
      .sort({ keptAt: -1, _id: -1 })
      .limit(wanted || kind ? pageSize : most)
      .lean<FavouriteDoc[]>()
    found.push(...rows.filter(row => (!kind || row.type === kind) && fold(wordsOf(row)).includes(wanted)))
    const last = rows.at(-1)
    if (!last) break
    ;[at, id] = [last.keptAt.getTime(), last._id]
  }
  return found.slice(0, most)
}

/** All that a person wrote in it. */
const wordsOf = ({ content }: FavouriteDoc): string => textsIn(content as Favourite['content']).join('\n')

/** Names, never ids: what a field that ends so holds nobody wrote. */
const isWritten = (key: string) => !/^(type|id|of)$|Ids?$/.test(key)

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return Object.entries(value).flatMap(([key, one]) => (isWritten(key) ? textsIn(one) : []))
}
