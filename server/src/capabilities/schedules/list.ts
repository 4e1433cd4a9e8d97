/** What someone planned, page by page. */
import { schedules as contract } from '@community-chat/shared/capabilities/schedules/contract'
import type { Handler } from '../../kernel/capability'
import { presentOwn } from '../../kernel/store/own'
import { cursorsOf, pageOf } from '../../kernel/page'
import { Schedules } from './model'
import { schedules } from './present'

const cursors = cursorsOf('schedules.list', 'time', 'text')

/** One page of what the caller planned, the soonest first. */
export const list: Handler<(typeof contract)['routes']['list']> = async (ctx, { cursor, limit }) => {
  const { userId } = ctx
  const [at, id] = cursors.from(cursor, [0, ''])
  const from = new Date(at)
  const rows = await Schedules.find({
    userId,
    gone: false,
    at: { $gte: from },
    $or: [{ at: { $gt: from } }, { _id: { $gt: id } }],
  })
    .sort({ at: 1, _id: 1 })
    .limit(limit + 1)
    .lean()
  return pageOf(
    rows,
    limit,
    row => cursors.to(row.at.getTime(), row._id),
    row => presentOwn(schedules, row),
  )
}
