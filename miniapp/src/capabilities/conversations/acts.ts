/** What can be done with a room in the list. */
import { useCallback } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import type { MenuItem } from '../../ui/Menu/Menu'
import type { SwipeAct } from '../../ui/Swipe/Swipe'
import { toast } from '../../ui/Toast/toast'
import { arrange, hide, read } from './arranging'
import type { ConversationRow } from './useConversations'
import { words } from './words'

/** The acts of a row: all of them for a menu, three for a swipe. */
export function useActs(): {
  menu: (row: ConversationRow) => MenuItem[]
  swipe: (row: ConversationRow) => SwipeAct[]
} {
  const w = useWords(words)
  const faultText = useFaultText()
  const acts = useCallback(
    (row: ConversationRow) => {
      const { roomId, place } = row
      const fail = (fault: { code: string }) => toast(faultText(fault))
      const change = (...what: Parameters<typeof arrange>) => void arrange(...what).catch(fail)
      const isNew = row.unread > 0 || place.markedUnread
      const isMuted = place.notify !== 'all'
      return {
        pin: {
          icon: 'pin' as const,
          name: place.pinnedAt ? w.unpin : w.pin,
          run: () => change(roomId, { pinned: !place.pinnedAt }),
        },
        mark: {
          icon: 'chat' as const,
          name: isNew ? w.markRead : w.markUnread,
          run: () => (isNew ? void read(row).catch(fail) : change(roomId, { markedUnread: true })),
        },
        mute: {
          icon: isMuted ? ('bell' as const) : ('mute' as const),
          name: isMuted ? w.unmute : w.mute,
          run: () => change(roomId, { notify: isMuted ? 'all' : 'none' }),
        },
        mentions: {
          icon: 'at' as const,
          name: w.onlyMentions,
          run: () => change(roomId, { notify: 'mentions' }),
        },
        hide: {
          icon: 'close' as const,
          name: w.hide,
          run: () => void hide(row).then(() => toast(w.hidden), fail),
        },
      }
    },
    [w, faultText],
  )
  const menu = useCallback(
    (row: ConversationRow): MenuItem[] => {
      const { pin, mark, mute, mentions, hide } = acts(row)
      const isDirect = row.room.type === 'direct_message'
      return [
        pin,
        mark,
        ...(isDirect || row.place.notify === 'mentions' ? [] : [mentions]),
        mute,
        { ...hide, danger: true },
      ]
    },
    [acts],
  )
  const swipe = useCallback(
    (row: ConversationRow): SwipeAct[] => {
      const { mark, mute, hide } = acts(row)
      return [
        { ...mark, key: 'mark', looks: 'slate' },
        { ...mute, key: 'mute', looks: 'ochre' },
        { ...hide, key: 'hide', looks: 'red' },
      ]
    },
    [acts],
  )
  return { menu, swipe }
}
