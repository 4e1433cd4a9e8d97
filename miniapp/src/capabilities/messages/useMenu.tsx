import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useQuery } from '../../kernel/hooks'
import type { TalkAct, TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import type { Place } from '../../ui/elements.types'
import { isClear } from '../../ui/Menu/place'
import { copyText } from '../../ui/page'
import { screenSize } from '../../ui/screen'
import { Sheet } from '../../ui/Sheet/Sheet'
import { toast } from '../../ui/Toast/toast'
import { actsOf, ownActs, usualWindows, type Act } from './actions'
import { MessageMenu } from './MessageMenu'
import { textOf, type FeedRow } from './rows'
import type { RowPart } from './said'
import type { RoomMessages } from './useRoomMessages'
import { words } from './words'

const noInput = {}

interface Use {
  talk: RoomMessages
  isModerator: boolean
  parts: readonly TalkPart[]
  /** The same parts, as rows know them. */
  rowParts: readonly RowPart[]
  onEdit: (item: FeedRow) => void
}

/** What can be done with a message, and the menu and the question that are open for one. */
export function useMenu({ talk, isModerator, parts, rowParts, onEdit }: Use) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [open, setOpen] = useState<{ item: FeedRow; at: Place } | null>(null)
  const [removing, setRemoving] = useState<string | null>(null)
  const windows = useQuery(messages.routes.windows, noInput).data ?? usualWindows
  const close = () => setOpen(null)
  const fail = useCallback((error: unknown) => toast(faultText(error as { code: string })), [faultText])

  const run = useCallback(
    (what: Act, item: FeedRow) => {
      const { message, pending } = item.row
      if (what === 'copy') void copyText(textOf(item.row)).then(done => toast(done ? w.copied : w.notCopied))
      else if (what === 'edit') onEdit(item)
      else if (what === 'recall' && message) void talk.recall(message.id, textOf(item.row)).catch(fail)
      else if (what === 'remove') setRemoving(message?.id ?? null)
      else if (pending && what === 'retry') talk.resend(pending.clientId)
      else if (pending) talk.discard(pending.clientId)
    },
    [w, onEdit, fail, talk.recall, talk.resend, talk.discard],
  )
  const actsOn = useCallback(
    (item: FeedRow): TalkAct[] => actsOf(item, rowParts, ownActs(item, isModerator, windows, w, run)),
    [rowParts, isModerator, windows, w, run],
  )
  const show = useCallback((item: FeedRow, at: Place) => setOpen({ item, at }), [])

  const above = useMemo(() => {
    const { kind, message } = open ? { kind: open.item.kind, ...open.item.row } : {}
    if (!message || kind !== 'said') return null
    const shown = parts.flatMap(part => part.aboveMenu?.(message, close) ?? [])
    return shown.length > 0 ? shown : null
  }, [open, parts])
  const shown: ReactNode = (
    <>
      {open && (
        <MessageMenu
          acts={actsOn(open.item).filter(act => act.hover !== 'only')}
          at={open.at}
          above={above}
          onClose={close}
        />
      )}
      {removing && (
        <Sheet
          hint={w.removeAsk}
          cancel={w.cancel}
          items={[
            {
              name: w.remove,
              danger: true,
              run: () => void talk.remove(removing).catch(fail),
            },
          ]}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  )
  // A bubble that leaves no room beside it stays under its menu.
  const held = open && isClear(open.at, screenSize()) ? open.item.key : null
  return { held, show, actsOn, run, shown }
}
