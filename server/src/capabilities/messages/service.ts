/** Looking at one message, and what is kept about a person. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import type { Handler, Personal } from '../../kernel/capability'
import { presentVersion } from './edit'
import { empty } from './gone'
import { readableMessage } from './load'
import { shown } from './mine'
import { Messages } from './model'
import { present } from './present'
import type { KeptVersion } from './queued'

const { routes } = messages

/** One message. */
export const get: Handler<typeof routes.get> = async (ctx, { messageId }) =>
  (await shown(ctx, [(await readableMessage(ctx, messageId)).message]))[0]!

/**
 * Messages answers for what a person said, and said before they changed it. Erasing leaves husks that take new values,
 * so that every device follows.
 */
export const personal: Personal = {
  async erase(ctx, userId) {
    for (let last = ''; ;) {
      const docs = await Messages.find({ senderId: userId, _id: { $gt: last }, type: { $ne: 'system' } })
        .sort({ _id: 1 })
        .limit(100)
        .lean()
      if (docs.length === 0) return
      last = docs.at(-1)!._id
      // Each room has its own queue: rooms go side by side, the messages of one room one after the other.
      await Promise.all(docs.filter(doc => !doc.gone).map(doc => empty(ctx, doc, 'deleted')))
    }
  },
  async export(userId) {
    const docs = await Messages.find({ senderId: userId }).select('+versions').limit(100_000).lean()
    return docs.map(doc => {
      const versions = ((doc.versions ?? []) as KeptVersion[]).map(presentVersion)
      return { ...present(doc), ...(versions.length > 0 ? { versions } : {}) }
    })
  },
}
