/** Where a newcomer to a room begins to read. */
import type { Answer } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import type { Newcomer } from '../rooms/api'
import { readHead } from './heads'

/** What was said before counts as read; where the room keeps its history to itself, it is not seen at all. */
export async function placeNewcomer(_ctx: Context, newcomer: Newcomer): Promise<Answer<Newcomer>> {
  const head = await readHead(newcomer.room._id)
  const fromSeq = newcomer.room.history === 'joined' ? head + 1 : 0
  return { answer: 'replace', value: { ...newcomer, fromSeq, readSeq: head } }
}
