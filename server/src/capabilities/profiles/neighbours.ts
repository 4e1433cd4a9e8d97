/** Whose profile changed on another node, read from the store while there are other nodes. */
import type { Context } from '../../kernel/context'
import { lookAt } from '../../kernel/nodes/look'
import { changed } from './events'
import { type ProfileDoc, Profiles } from './model'
import { present } from './present'
import { forgetProfile } from './remembered'

const look = lookAt<ProfileDoc>(() => Profiles)

/** This node told of this change itself. */
export const written = look.seen

/** Tells this node's people who looks different. */
export async function catchUp(ctx: Context): Promise<void> {
  const news = await look.news()
  news.forEach(forgetProfile)
  for (const doc of news) await ctx.emit(changed, { person: present(doc) })
}
