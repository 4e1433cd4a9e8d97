/** Cards of people and places: they hold an id alone, so that it must be one that the sender may see. */
import type { CardContent, Said } from '@community-chat/shared/capabilities/messages/content'
import { fault, Fault } from '@community-chat/shared/protocol/faults'
import type { z } from 'zod/mini'
import type { Context } from '../../kernel/context'
import * as communities from '../communities/api'
import { peopleOf } from '../profiles/api'
import * as rooms from '../rooms/api'

type Card = z.output<typeof CardContent>

/** Refuses a card of what does not exist, or not for the caller: both alike. */
export async function refuseUnseen(ctx: Context, content: Said): Promise<void> {
  if (!('type' in content) || content.type !== 'card' || (await sees(ctx, content as Card))) return
  const message = 'There is nobody and nothing with this id, or not for you.'
  throw fault('invalid_input', { issues: [{ path: 'content.id', message }] })
}

async function sees(ctx: Context, { of, id }: Card): Promise<boolean> {
  if (of === 'person') return (await peopleOf([id])).has(id)
  try {
    const standing = of === 'room' ? await rooms.visible(ctx, id) : await communities.visible(ctx, id)
    // What two people say to each other is no place to show to others.
    return !('room' in standing) || standing.room.type !== 'direct_message'
  } catch (error) {
    if (error instanceof Fault) return false
    throw error
  }
}
