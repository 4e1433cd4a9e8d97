/** Welcome: the community that every server starts with and every newcomer belongs to. */
import { avatarLetters } from '@community-chat/shared/capabilities/profiles/person'
import type { Context } from '../../kernel/context'
import { welcomeId } from './api'
import { admit } from './membership'
import { Communities, CommunityMembers, memberId } from './model'
import { folded, prefixesOf } from '../profiles/api'

const name = 'Welcome'

/** A new server has a community to start with; one of an older server gets what it lacks. */
export async function makeWelcome(): Promise<void> {
  const now = new Date()
  const fresh = { version: 1, colour: 1, category: 'general', visibility: 'public', memberCount: 0 }
  const look = { letters: avatarLetters(name), nameKey: folded(name), prefixes: prefixesOf(name) }
  const rest = { ...fresh, ...look, description: '', ownLetters: false, roomCount: 0, activeAt: now }
  await Communities.updateOne(
    { _id: welcomeId },
    { $setOnInsert: { ...rest, name, ownerId: null, admitted: true, changedAt: now } },
    { upsert: true },
  )
  await Communities.updateOne({ _id: welcomeId, version: { $exists: false } }, { $set: rest })
}

/** A newcomer belongs to it, and the first of all owns it. May run twice: who has left meanwhile stays out. */
export async function welcome(ctx: Context, { userId }: { userId: string }): Promise<void> {
  if (await CommunityMembers.exists({ _id: memberId(welcomeId, userId) })) return
  await admit(ctx, welcomeId, userId)
}
