import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { isPinnable, mayPin, pin } from '@community-chat/shared/capabilities/pins/contract'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useMemo, useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { later } from '../../ui/later'
import { toast } from '../../ui/Toast/toast'
import { PinBar } from './PinBar'
import { addPin, removePin } from './usePins'
import { words } from './words'

const PinList = later(() => import('./PinList').then(file => file.PinList))

interface Use {
  room: Room
  pins: readonly Message[]
  /** A message in one line of words. */
  lineOf: (message: Message) => string
  nameOf: (userId: string) => string
  toMessage: (messageId: string, seq: number) => void
}

/** Pinning a message, the bar that leads to what is pinned, and the list of it. */
export function usePinPart({ room, pins, lineOf, nameOf, toMessage }: Use): TalkPart {
  const w = useWords(words)
  const faultText = useFaultText()
  const [isOpen, setOpen] = useState(false)
  const may = mayPin(room.type, room.standing ?? room.role)
  const row = useMemo((): TalkPart => {
    const run = (work: Promise<unknown>, words: string) =>
      void work.then(
        () => toast(words),
        fault => toast(faultText(fault)),
      )
    return {
      opens: ({ content }) => {
        if (!content || !('event' in content) || content.event !== 'message_pinned') return undefined
        const { messageId, seq } = content.data
        return typeof messageId === 'string' && typeof seq === 'number'
          ? () => toMessage(messageId, seq)
          : undefined
      },
      acts: message => {
        if (!may || message.seq === 0 || !isPinnable(message)) return []
        const isPinned = pin.of(message) !== null
        const act = () =>
          isPinned ? run(removePin(message.id), w.unpinned) : run(addPin(message.id), w.pinned)
        return [{ key: 'pin', name: isPinned ? w.unpin : w.pin, icon: 'pin', order: 70, run: act }]
      },
    }
  }, [w, faultText, may, toMessage])
  return useMemo(
    () => ({
      ...row,
      top: pins.length > 0 && (
        <PinBar pins={pins} lineOf={lineOf} onMessage={toMessage} onAll={() => setOpen(true)} />
      ),
      overlay: isOpen && (
        <PinList
          pins={pins}
          may={may}
          lineOf={lineOf}
          nameOf={nameOf}
          onMessage={toMessage}
          onClose={() => setOpen(false)}
        />
      ),
    }),
    [row, pins, may, isOpen, lineOf, nameOf, toMessage],
  )
}
