/** What may be kept: pure rules. */
import { mayBeKept } from '@community-chat/shared/capabilities/favourites/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { MessageDoc } from '../messages/api'
import type { Standing } from '../rooms/api'

export const can = {
  keep: ({ gone, type, facets }: MessageDoc) =>
    mayBeKept({ gone, type: type as Message['type'], facets: facets as Message['facets'] }),
  /** Where nothing may be carried elsewhere one keeps only what one said oneself. */
  carry: ({ room }: Standing, { senderId }: MessageDoc, userId: string) =>
    room.forwarding !== 'forbidden' || senderId === userId,
}
