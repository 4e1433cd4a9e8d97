/** What messages show as counted is what the rows say, however many nodes died over it. */
import { links } from '@community-chat/shared/capabilities/chains/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { tally } from '@community-chat/shared/capabilities/polls/contract'
import { tallies } from '@community-chat/shared/capabilities/reactions/contract'
import { thread } from '@community-chat/shared/capabilities/threads/contract'
import type { mongo } from 'mongoose'
import { isDeepStrictEqual } from 'node:util'
import type { World } from './world'

type Document = mongo.Document

/** Holds every count of every message against its rows; but not where an act is still unfinished. */
export async function judgeCounts(
  { cluster, witness }: World,
  archive: ReadonlyMap<string, Message[]>,
  unfinished: ReadonlySet<string>,
): Promise<void> {
  const all = [...archive.values()].flat()
  const rowsOf = async (name: string) => grouped(await cluster.db.collection(name).find().toArray())
  const [reactions, votes, entries] = await Promise.all(
    ['reactions', 'pollvotes', 'chainentries'].map(rowsOf),
  )
  for (const message of all.filter(one => !one.gone && !unfinished.has(one.id))) {
    const replies = all.filter(one => one.threadId === message.id && !one.gone)
    const shown = {
      reactions: Object.fromEntries(tallies.of(message).map(({ emoji, count }) => [emoji, count])),
      votes: tally.of(message).counts,
      entries: links.of(message).count,
      replies: thread.of(message)?.count ?? 0,
    }
    const counted = {
      reactions: times(
        (reactions!.get(message.id) ?? []).flatMap(row => (row.on ? (row.emoji as string) : [])),
      ),
      votes: times((votes!.get(message.id) ?? []).flatMap(row => row.options as string[])),
      entries: (entries!.get(message.id) ?? []).filter(row => row.on).length,
      replies: replies.length,
    }
    if (!isDeepStrictEqual(shown, counted))
      witness.findings.push(
        `${message.id} shows ${JSON.stringify(shown)}, counted ${JSON.stringify(counted)}`,
      )
  }
}

function grouped(rows: Document[]): Map<string, Document[]> {
  const groups = new Map<string, Document[]>()
  for (const row of rows) groups.set(row.messageId, [...(groups.get(row.messageId) ?? []), row])
  return groups
}

function times(all: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const one of all.toSorted()) counts[one] = (counts[one] ?? 0) + 1
  return counts
}
