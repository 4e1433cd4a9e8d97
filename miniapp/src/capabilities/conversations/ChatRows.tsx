import { useCallback, useMemo, useState } from 'react'
import { useWords } from '../../kernel/words'
import type { Place } from '../../ui/elements.types'
import { Rows } from '../../ui/Listing/Listing'
import { Menu } from '../../ui/Menu/Menu'
import { screenSize, useMouse, useWide } from '../../ui/screen'
import { Swipe } from '../../ui/Swipe/Swipe'
import { useActs } from './acts'
import { ChatRow, type ChatLine } from './ChatRow'
import type { ConversationRow } from './useConversations'
import { words } from './words'

interface Props {
  rows: ConversationRow[]
  /** The lines that fit what is looked for. */
  shown: readonly ChatLine[]
  sought: string
  /** The row that is swiped open. */
  swiped: string | null
  selected?: string
  onOpen: (roomId: string) => void
  onSwipe: (roomId: string | null) => void
}

/** The rows that fit what is looked for, and what can be done with each. */
export function ChatRows({ rows, shown, sought, selected, swiped, onOpen, onSwipe }: Props) {
  const w = useWords(words)
  const wide = useWide()
  const mouse = useMouse()
  const acts = useActs()
  const [held, setHeld] = useState<{ roomId: string; at: Place } | null>(null)
  const onMenu = useCallback(
    (roomId: string, at: Place) => {
      onSwipe(null)
      setHeld({ roomId, at })
    },
    [onSwipe],
  )
  // A tap beside what is swiped open only closes it.
  const open = useCallback(
    (roomId: string) => (swiped === null ? onOpen(roomId) : onSwipe(null)),
    [swiped, onOpen, onSwipe],
  )
  const byId = useMemo(() => new Map(rows.map(row => [row.roomId, row])), [rows])
  const heldRow = held && byId.get(held.roomId)
  return (
    <>
      <Rows choose label={w.title}>
        {shown.map(line => {
          const { roomId } = line
          const row = (
            <ChatRow
              key={roomId}
              line={line}
              selected={roomId === selected}
              wide={wide}
              sought={sought}
              onOpen={open}
              onMenu={onMenu}
            />
          )
          const of = mouse ? undefined : byId.get(roomId)
          return of ? (
            <Swipe
              key={roomId}
              acts={swiped === roomId ? acts.swipe(of) : []}
              open={swiped === roomId}
              onOpen={isOpen => onSwipe(isOpen ? roomId : null)}
            >
              {row}
            </Swipe>
          ) : (
            row
          )
        })}
      </Rows>
      {held && heldRow && (
        <Menu
          label={w.menuOf(shown.find(line => line.roomId === held.roomId)?.name ?? '')}
          at={held.at}
          screen={screenSize()}
          items={acts.menu(heldRow)}
          onClose={() => setHeld(null)}
        />
      )}
    </>
  )
}
