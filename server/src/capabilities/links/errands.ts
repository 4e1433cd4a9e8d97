/** Errands: a message's link is looked at after it was said, apart from it, and again after a crash. */
import { messages as wire } from '@community-chat/shared/capabilities/messages/contract'
import { link, linkOf } from '@community-chat/shared/capabilities/links/contract'
import { Fault } from '@community-chat/shared/protocol/faults'
import type { Context } from '../../kernel/context'
import { limit } from '../../kernel/limit'
import * as messages from '../messages/api'
import { cardBehind } from './cache'
import { type ErrandDoc, Errands } from './model'
import { theWorld } from './outside'

const atOnce = 8
/** In milliseconds: what one errand may take before another node takes it over. */
const takes = 20_000
const mostTries = 3

/** Runs the errands of this node. */
export interface Runner {
  /** Notes that a message's link is to be looked at, and goes soon. Resolves once it is noted. */
  note: (ctx: Context, message: messages.MessageDoc) => Promise<void>
  /** Takes what nobody is at. */
  sweep: (ctx: Context) => Promise<void>
  /** Resolves when nothing is under way; starts nothing more. */
  end: () => Promise<void>
}

/** Makes the runner of a node. */
export function openRunner(): Runner {
  const running = new Set<Promise<void>>()
  let isOpen = true

  /** Takes one errand after the other while there are any; what is left when all hands are busy they take later. */
  function go(ctx: Context): void {
    if (!isOpen || running.size >= atOnce) return
    const work = (async () => {
      for (let errand = await take(); isOpen && errand; errand = await take()) await run(ctx, errand)
    })()
      .catch(error => ctx.log.warn({ err: error }, 'a link could not be looked at'))
      .finally(() => running.delete(work))
    running.add(work)
  }

  return {
    async note(ctx, message) {
      const url = linkOf(message.content)
      if (!url || !(await mayLook(message.senderId, url))) return
      const fresh = { roomId: message.roomId, url, takenUntil: new Date(0), tries: 0 }
      await Errands.updateOne({ _id: message._id }, { $set: fresh }, { upsert: true })
      go(ctx)
    },
    async sweep(ctx) {
      go(ctx)
    },
    async end() {
      isOpen = false
      await Promise.all(running)
    },
  }
}

/** Nobody makes the server call on others without end, and no site is called on without end. */
async function mayLook(userId: string, url: string): Promise<boolean> {
  try {
    await limit('links.person', '30/min', userId)
    await limit('links.site', '60/min', new URL(url).hostname)
    return true
  } catch (error) {
    if (error instanceof Fault || error instanceof TypeError) return false // too often, or no address after all
    throw error
  }
}

async function take(): Promise<ErrandDoc | null> {
  const now = Date.now()
  return Errands.findOneAndUpdate(
    { takenUntil: { $lt: new Date(now) } },
    { $set: { takenUntil: new Date(now + takes) }, $inc: { tries: 1 } },
    { sort: { takenUntil: 1 }, returnDocument: 'after' },
  ).lean()
}

/** Looks at the link and says in the message what is behind it, while the message still has that link. */
async function run(ctx: Context, errand: ErrandDoc): Promise<void> {
  const { _id, url, tries, takenUntil } = errand
  try {
    const card = await cardBehind(theWorld(), ctx.log, url)
    if (card)
      await messages.amend(
        ctx,
        _id,
        link,
        (old, message) => (linkOf(message.content) === url ? { url, ...card } : old),
        { push: wire.pushes.updated, cause: { facet: link.name } },
      )
  } catch (error) {
    if (!(error instanceof Fault) && tries < mostTries) throw error
  }
  // An edit meanwhile has made it another errand, which stays.
  await Errands.deleteOne({ _id, url, takenUntil })
}
