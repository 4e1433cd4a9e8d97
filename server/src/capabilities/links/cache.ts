/** Cards by address: several people and several nodes that want the same page fetch it once. */
import type { LinkCard } from '@community-chat/shared/capabilities/links/contract'
import { createHash } from 'node:crypto'
import { isDuplicate } from '../../kernel/store/duplicate'
import type { Log } from '../../kernel/log'
import { fetchPage } from './fetch'
import { Pages } from './model'
import type { Outside } from './outside'
import { cardOf } from './page'

const hour = 3600_000
/** In milliseconds: how long a card is the answer, how long a failure, and how long a node may take to ask. */
const lasts = { card: 24 * hour, failure: hour / 6, asking: 10_000 }
const lookEvery = 200

type Card = Omit<LinkCard, 'url'> | null

/** What the page behind an address says of itself: from the store while it is fresh, else asked. Never throws for a page. */
export async function cardBehind(outside: Outside, log: Log, url: string): Promise<Card> {
  const _id = createHash('sha256').update(url).digest('base64url')
  for (;;) {
    const now = new Date()
    const known = await Pages.findOne({ _id, until: { $gt: now } }).lean()
    if (known && !known.asking) return known.card as Card
    if (!known && (await mayAsk(_id, now))) return asked(outside, log, url, _id)
    await new Promise(resolve => setTimeout(resolve, lookEvery))
  }
}

/** Whether it is for this node to ask. */
async function mayAsk(_id: string, now: Date): Promise<boolean> {
  const until = new Date(now.getTime() + lasts.asking)
  try {
    const { modifiedCount, upsertedCount } = await Pages.updateOne(
      { _id, until: { $lte: now } },
      { $set: { asking: true, card: null, until } },
      { upsert: true },
    )
    return modifiedCount + upsertedCount > 0
  } catch (error) {
    if (isDuplicate(error)) return false // another asks already
    throw error
  }
}

async function asked(outside: Outside, log: Log, url: string, _id: string): Promise<Card> {
  let card: Card = null
  try {
    card = cardOf(await fetchPage(outside, url))
  } catch (error) {
    // No part of the address: it may be a secret of whoever wrote it.
    log.debug({ why: (error as Error).message }, 'a link could not be looked at')
  }
  const until = new Date(Date.now() + (card ? lasts.card : lasts.failure))
  await Pages.updateOne({ _id }, { $set: { asking: false, card, until } }, { upsert: true })
  return card
}
