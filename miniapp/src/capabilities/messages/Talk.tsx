import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box } from '../../ui/elements'
import type { Place } from '../../ui/elements.types'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { Feed } from '../../ui/Feed/Feed'
import type { FeedHandle } from '../../ui/Feed/Feed.types'
import { copyText } from '../../ui/page'
import { Pill } from '../../ui/Pill/Pill'
import { useMouse } from '../../ui/screen'
import { Sheet } from '../../ui/Sheet/Sheet'
import { BubbleSkeleton } from '../../ui/Skeleton/Skeleton'
import { toast } from '../../ui/Toast/toast'
import { actsOn, lastOwn, type Act } from './actions'
import { folded } from './folded'
import { MessageComposer, type Editing } from './MessageComposer'
import { MessageItem, type ItemHandlers } from './MessageItem'
import { MessageMenu } from './MessageMenu'
import { useArrival, useReading } from './reading'
import { feedRows, guessHeight, keyOfUnread, textOf, type FeedRow } from './rows'
import { FeedHead, Unsent } from './TalkEdges'
import type { RoomMessages } from './useRoomMessages'
import { words } from './words'
import './Talk.scss'

interface Props {
  roomId: string
  roomName: string
  talk: RoomMessages
  people: Record<string, Person | undefined>
  myId: string
  /** In a direct room nobody is named above the bubbles. */
  direct: boolean
  isModerator: boolean
  /** Nothing covers it: what is on the screen counts as read. */
  active: boolean
  onPerson: (userId: string) => void
  onReport: (message: Message) => void
  /** People whose messages are folded away. */
  hidden?: ReadonlySet<string>
  /** Stands where one would write, for rooms where one cannot. */
  closed?: ReactNode
  /** What other capabilities show under a message, and over its menu. */
  below?: (message: Message) => ReactNode
  aboveMenu?: (message: Message, close: () => void) => ReactNode
  /** And under the last one. */
  foot?: ReactNode
  /** What stands in the field changed to this, by hand. */
  onTyped?: (text: string) => void
}

const nothing: ReadonlySet<string> = new Set()

/** A room's messages, and the field to write one. */
export function Talk({
  roomId,
  roomName,
  talk,
  people,
  myId,
  direct,
  isModerator,
  active,
  onPerson,
  onReport,
  hidden,
  closed,
  below,
  aboveMenu,
  foot,
  onTyped,
}: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const mouse = useMouse()
  const feed = useRef<FeedHandle>(null)
  const [menu, setMenu] = useState<{ item: FeedRow; at: Place } | null>(null)
  const [removing, setRemoving] = useState<string | null>(null)
  const [editing, setEditing] = useState<Editing | null>(null)
  const jump = useRef(false)

  const unreadKey = useMemo(
    () => keyOfUnread(talk.rows, talk.firstUnreadSeq, talk.hasOlder),
    [talk.rows, talk.firstUnreadSeq, talk.hasOlder],
  )
  const [opened, setOpened] = useState<ReadonlySet<string>>(nothing)
  const rows = useMemo(
    () => folded(feedRows(talk.rows, talk.hasOlder, unreadKey), hidden, opened),
    [talk.rows, talk.hasOlder, unreadKey, hidden, opened],
  )
  const reading = useReading(rows, unreadKey, active, talk.markRead)
  const arrival = useArrival(rows, talk.loading || talk.hasNewer)

  const nameOf = useCallback(
    (id: string) => (id === myId ? w.you : (people[id]?.displayName ?? w.someone)),
    [people, myId, w],
  )
  const fail = (error: unknown) => toast(faultText(error as { code: string }))

  const on = useMemo<ItemHandlers>(
    () => ({
      onPerson,
      onMenu: (item, at) => setMenu({ item, at }),
      onCopy: item => void copyText(textOf(item.row)).then(done => toast(done ? w.copied : w.notCopied)),
      onEdit: item =>
        item.row.message && setEditing({ messageId: item.row.message.id, text: textOf(item.row) }),
      onRetry: item => item.row.pending && talk.resend(item.row.pending.clientId),
      onUnfold: item => setOpened(old => new Set([...old, ...(item.inside ?? [])])),
    }),
    [onPerson, w, talk.resend],
  )
  const act = (item: FeedRow, what: Act) => {
    if (what === 'copy') on.onCopy(item)
    else if (what === 'edit') on.onEdit(item)
    else if (what === 'retry') on.onRetry(item)
    else if (what === 'report' && item.row.message) onReport(item.row.message)
    else if (item.row.pending) talk.discard(item.row.pending.clientId)
    else setRemoving(item.row.message?.id ?? null)
  }

  // The rows around a seq come later than the wish to see them.
  useEffect(() => {
    if (jump.current && unreadKey && feed.current?.toRow(unreadKey)) jump.current = false
  }, [rows, unreadKey])
  const toUnread = () => {
    if (unreadKey && feed.current?.toRow(unreadKey)) return
    jump.current = true
    talk.jumpTo(talk.readSeq).catch(fail)
  }
  const toEnd = () => {
    if (talk.hasNewer) talk.jumpTo(null).then(() => feed.current?.toEnd(), fail)
    else feed.current?.toEnd()
  }
  const send = (text: string) => {
    talk.send({ content: { type: 'text', text } })
    toEnd()
  }

  return (
    <Box className="talk">
      <Box className="talk-canvas">
        {rows.length > 0 ? (
          <Feed
            handle={feed}
            rows={rows}
            label={w.log(roomName)}
            guess={guessHeight}
            open={talk.hasNewer}
            onTop={
              talk.hasOlder && !talk.loadingOlder && !talk.fault ? () => void talk.loadOlder() : undefined
            }
            onBottom={
              talk.hasNewer && !talk.loadingNewer && !talk.fault ? () => void talk.loadNewer() : undefined
            }
            onSeen={reading.onSeen}
            head={<FeedHead loading={talk.loadingOlder} begins={!talk.hasOlder} />}
            foot={
              <>
                <Unsent rows={rows} onRetry={on.onRetry} />
                {foot}
              </>
            }
            render={item => (
              <MessageItem
                item={item}
                sender={people[item.row.senderId]}
                named={!direct}
                mouse={mouse}
                held={!mouse && menu?.item.key === item.key}
                nameOf={nameOf}
                below={below}
                {...on}
              />
            )}
          />
        ) : talk.loading ? (
          <BubbleSkeleton label={w.loading} />
        ) : talk.fault ? (
          <EmptyState title={w.failTitle} text={faultText(talk.fault)}>
            <Button kind="tint" onTap={() => void talk.loadOlder()}>
              {w.tryAgain}
            </Button>
          </EmptyState>
        ) : (
          <EmptyState title={w.noneTitle} text={w.noneText} />
        )}
        {talk.unread > 0 && !reading.unreadSeen && rows.length > 0 && (
          <Pill
            way="up"
            words={w.unreadCount(talk.unread)}
            label={w.toUnread(talk.unread)}
            onTap={toUnread}
          />
        )}
        {rows.length > 0 && (!reading.atEnd || talk.hasNewer) && (
          <Pill
            way="down"
            words={reading.fresh > 0 ? w.newCount(reading.fresh) : undefined}
            label={reading.fresh > 0 ? w.toNew(reading.fresh) : w.toEnd}
            onTap={toEnd}
          />
        )}
        <Box className="unseen" role="status" live="polite">
          {arrival && `${nameOf(arrival.row.senderId)}${w.colon}${textOf(arrival.row)}`}
        </Box>
      </Box>
      {closed ?? (
        <MessageComposer
          key={roomId}
          roomId={roomId}
          editing={editing}
          onTyped={onTyped}
          onSend={send}
          onEdit={(id, text) => void talk.edit(id, text).catch(fail)}
          onStopEditing={() => setEditing(null)}
          onEditLast={() => {
            const item = lastOwn(rows)
            if (item) on.onEdit(item)
          }}
        />
      )}
      {menu && (
        <MessageMenu
          acts={actsOn(menu.item, isModerator)}
          at={menu.at}
          above={menu.item.row.message && aboveMenu?.(menu.item.row.message, () => setMenu(null))}
          onAct={what => act(menu.item, what)}
          onClose={() => setMenu(null)}
        />
      )}
      {removing && (
        <Sheet
          hint={w.removeAsk}
          cancel={w.cancel}
          items={[{ name: w.remove, danger: true, run: () => void talk.remove(removing).catch(fail) }]}
          onClose={() => setRemoving(null)}
        />
      )}
    </Box>
  )
}
