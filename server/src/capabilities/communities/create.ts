/** Making communities. */
import type { communities } from '@community-chat/shared/capabilities/communities/contract'
import { avatarColour, avatarLetters } from '@community-chat/shared/capabilities/profiles/person'
import { allow } from '../../kernel/authorize'
import { todoFor } from '../../kernel/bus'
import type { Handler } from '../../kernel/capability'
import { isDuplicate } from '../../kernel/store/duplicate'
import { newId } from '../../kernel/id'
import * as api from './api'
import { admit } from './membership'
import { Communities, type CommunityDoc } from './model'
import { folded, prefixesOf } from '../profiles/api'
import { presentFor } from './present'

/** Makes a community owned by the caller; with a clientId a retry finds the first one, and finishes it. */
export const create: Handler<(typeof communities)['routes']['create']> = async (ctx, input) => {
  allow(ctx)
  const { clientId, roomName, letters, colour, ...fields } = input
  const _id = newId()
  const doc = await insert({
    ...fields,
    _id,
    nameKey: folded(input.name),
    prefixes: prefixesOf(input.name),
    letters: letters ?? avatarLetters(input.name),
    ownLetters: letters !== undefined,
    colour: colour ?? avatarColour(_id),
    firstRoom: roomName,
    madeBy: clientId && `${ctx.userId}:${clientId}`,
  })
  if (!doc.memberCount) await admit(ctx, doc._id, ctx.userId)
  if (doc.todo?.length) await ctx.emit(api.created, { community: doc }, doc._id)
  const made = await Communities.findById(doc._id).lean<CommunityDoc>()
  return (await presentFor(ctx.userId, [made!]))[0]!
}

/** Inserts it, or answers the one that its clientId already made. */
async function insert(fields: Partial<CommunityDoc>): Promise<CommunityDoc> {
  const { madeBy } = fields
  const first = () => (madeBy ? Communities.findOne({ madeBy }).lean<CommunityDoc>() : null)
  const found = await first()
  if (found) return found
  const now = new Date()
  const todo = todoFor(api.created)
  try {
    const doc = await Communities.create({ ...fields, todo, admitted: true, activeAt: now, changedAt: now })
    return doc.toObject()
  } catch (error) {
    const other = isDuplicate(error) ? await first() : null
    if (!other) throw error
    return other
  }
}
