/** Looking for rooms that were left behind: by a crash, by a node that is gone, or from before there was a search. */
import type { Context } from '../../kernel/context'
import { readHead } from '../messages/api'
import { idsBehind } from '../rooms/api'
import { changed, followed } from './indexing'
import { Reached } from './model'

const every = 10 * 60_000
const page = 50
const pause = 20

/** Goes through all rooms now, without holding anything up, and every ten minutes; answers how to stop. */
export function startSweeping({ log }: Context): () => Promise<void> {
  let stopped = false
  let going = Promise.resolve()
  const look = () => {
    going = going
      .then(() => sweep(log, () => stopped))
      .catch(error => log.warn({ err: error }, 'looking for what cannot be found yet failed'))
  }
  look()
  const timer = setInterval(look, every).unref()
  return async () => {
    stopped = true
    clearInterval(timer)
    await going
  }
}

/** Looks through every room whose counter stands above what was reached. Safe to run on several nodes. */
export async function sweep(log: Context['log'], isStopped = () => false): Promise<void> {
  for (let last = ''; !isStopped();) {
    const roomIds = await idsBehind(last, page)
    if (roomIds.length === 0) return
    last = roomIds.at(-1)!
    const rows = await Reached.find({ _id: { $in: roomIds } }).lean()
    const reached = new Map(rows.map(row => [row._id, row.rev]))
    for (const roomId of roomIds) {
      if (isStopped()) return
      if ((await readHead(roomId)) <= (reached.get(roomId) ?? 0)) continue
      changed(log, roomId)
      await followed(log, [roomId])
    }
    await new Promise(resolve => setTimeout(resolve, pause))
  }
}
