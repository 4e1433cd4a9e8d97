import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useCallback } from 'react'
import { useForwardPart } from '../../capabilities/forwarding/useForwardPart'
import { useLinkPart } from '../../capabilities/links/useLinkPart'
import { inWords } from '../../capabilities/messages/said'
import { words as messageWords } from '../../capabilities/messages/words'
import { usePinPart } from '../../capabilities/pins/usePinPart'
import { useAnnouncementPart } from '../../capabilities/rooms/useAnnouncementPart'
import { useWords } from '../../kernel/words'
import type { TalkPart } from '../../kernel/talk'
import { useMany } from './useMany'
import { useTargets } from './useTargets'

interface Use {
  room: Room
  /** In one thread of it, whose head has no bars. */
  inThread: boolean
  pins: readonly Message[]
  nameOf: (userId: string) => string
  previews: readonly Pick<TalkPart, 'preview'>[]
  toMessage: (messageId: string, seq: number) => void
}

/** What is carried from room to room, and what stands over the messages of one. */
export function useCarriedParts({ room, inThread, pins, nameOf, previews, toMessage }: Use): TalkPart[] {
  const { unknown } = useWords(messageWords)
  const lineOf = useCallback(
    (message: Message) => inWords(message, previews, unknown).replace(/\s+/g, ' '),
    [previews, unknown],
  )
  const allowed = room.settings.forwarding !== 'forbidden'
  const forward = useForwardPart({ allowed, useTargets, many: useMany() })
  const announcement = useAnnouncementPart(room, nameOf)
  const pin = usePinPart({ room, pins: inThread ? none : pins, lineOf, nameOf, toMessage })
  const link = useLinkPart()
  return inThread ? [forward, pin, link] : [forward, announcement, pin, link]
}
const none: readonly Message[] = []
