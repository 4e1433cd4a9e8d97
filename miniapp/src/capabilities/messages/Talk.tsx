import { spansOf } from '@community-chat/shared/capabilities/mentions/spans'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import type { Saying } from '@community-chat/shared/protocol/outbox'
import { Fragment, useCallback, useImperativeHandle, useMemo, useRef, useState, type Ref } from 'react'
import { useFaultText } from '../../kernel/faults'
import type { EmojiPanel, TalkChoice, TalkField, TalkHandle, TalkPart, UseDraft } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { Box } from '../../ui/elements'
import type { FeedHandle, Seen } from '../../ui/Feed/Feed.types'
import { later } from '../../ui/later'
import { useMouse } from '../../ui/screen'
import { toast } from '../../ui/Toast/toast'
import { lastOwn } from './actions'
import { MessageComposer, type Editing } from './MessageComposer'
import { MessageItem, type ItemHandlers } from './MessageItem'
import { useArrival, useReading } from './reading'
import { textOf, type FeedRow } from './rows'
import { inWords, messageOf, sayingOf } from './said'
import { TalkFeed } from './TalkFeed'
import { TalkPills } from './TalkPills'
import { useGoing, useUnread } from './useGoing'
import { useMenu } from './useMenu'
import type { RoomMessages } from './useRoomMessages'
import { useRowParts, useRows } from './useRows'
import { words } from './words'
import './Talk.scss'

const Versions = later(() => import('./Versions').then(file => file.Versions))

interface Props {
  roomId: string
  /** The thread in it that this is; absent in the room itself. */
  threadId?: string
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
  /** What other capabilities add. */
  parts: readonly TalkPart[]
  useDraft: UseDraft
  Emoji?: EmojiPanel
  handle?: Ref<TalkHandle>
}

/** A room's messages, and the field to write one. */
export function Talk(props: Props) {
  const { roomId, talk, people, myId, direct, active, onPerson, parts } = props
  const w = useWords(words)
  const faultText = useFaultText()
  const mouse = useMouse()
  const feed = useRef<FeedHandle>(null)
  const field = useRef<TalkField | null>(null)
  const [versionsOf, setVersionsOf] = useState<string | null>(null)
  const [editing, setEditing] = useState<Editing | null>(null)
  const rowParts = useRowParts(parts)
  const { rows, unreadKey, fold, open } = useRows(talk, parts)
  const reading = useReading(rows, unreadKey, active, talk.markRead)
  const arrival = useArrival(rows, talk.loading || talk.hasNewer)
  const going = useGoing(talk, rows, feed, open, parts)
  const toUnread = useUnread(talk, rows, unreadKey, feed)

  const nameOf = useCallback(
    (id: string) => (id === myId ? w.you : (people[id]?.displayName ?? w.someone)),
    [people, myId, w],
  )
  const fail = (error: unknown) => toast(faultText(error as { code: string }))
  const onEdit = useCallback(
    ({ row }: FeedRow) =>
      row.message &&
      setEditing({
        messageId: row.message.id,
        text: textOf(row),
        mentions: [...spansOf(row.message.content)],
      }),
    [],
  )
  const menu = useMenu({ talk, isModerator: props.isModerator, parts, rowParts, onEdit })
  const call = parts.find(part => part.onCall)?.onCall
  const choice = parts.find(part => part.choice)?.choice
  // Rows keep one handler while more and more of them are chosen.
  const choosing = useRef(choice)
  choosing.current = choice
  const on = useMemo<ItemHandlers>(
    () => ({
      onPerson,
      onCall: call,
      onMenu: menu.show,
      onRetry: item => menu.run('retry', item),
      onUnfold: open,
      onTick: message => choosing.current?.toggle(message),
      actsOn: menu.actsOn,
      onAgain: text => field.current?.set(text),
      onEdited: setVersionsOf,
    }),
    [onPerson, call, menu.show, menu.run, menu.actsOn, open],
  )
  const toEnd = () => {
    if (talk.hasNewer) talk.jumpTo(null).then(() => feed.current?.toEnd(), fail)
    else feed.current?.toEnd()
  }
  const onSeen = (seen: Seen) => {
    reading.onSeen(seen)
    const shown = rows.slice(seen.first, seen.last + 1).flatMap(({ row }) => row.message ?? [])
    for (const part of parts) part.onSeen?.(shown)
  }
  const send = (content: Saying['content']) => {
    const saying = sayingOf(content, parts)
    if (!saying) return false
    talk.send(saying)
    for (const part of parts) part.sent?.()
    toEnd()
    return true
  }
  const holder = parts.find(part => part.onHoldSend)
  const hold = (text: string, clear: () => void) => {
    const saying = sayingOf({ type: 'text', text }, parts)
    if (!saying) return
    holder?.onHoldSend?.(saying, () => {
      clear()
      for (const part of parts) part.sent?.()
    })
  }
  useImperativeHandle(
    props.handle,
    (): TalkHandle => ({
      toMessage: going.toMessage,
      field: () => field.current,
      say: content => void send(content),
    }),
    [going.toMessage, talk, parts],
  )

  return (
    <Box className="talk">
      {show(parts, 'top')}
      <Box className="talk-canvas">
        <TalkFeed
          handle={feed}
          roomName={props.roomName}
          talk={talk}
          rows={rows}
          foot={show(parts, 'foot')}
          onSeen={onSeen}
          onRetry={on.onRetry}
          render={item => (
            <MessageItem
              item={item}
              sender={people[item.row.senderId]}
              named={!direct}
              mouse={mouse}
              held={!mouse && menu.held === item.key}
              lit={going.lit === item.key}
              nameOf={nameOf}
              parts={rowParts}
              tick={tickOf(choice, item)}
              fold={fold}
              {...on}
            />
          )}
        />
        <TalkPills
          unread={rows.length > 0 && !reading.unreadSeen ? talk.unread : 0}
          away={rows.length > 0 && (!reading.atEnd || talk.hasNewer)}
          fresh={reading.fresh}
          onUnread={toUnread}
          onEnd={toEnd}
        >
          {show(parts, 'pills')}
        </TalkPills>
        <Box className="unseen" role="status" live="polite">
          {arrival &&
            `${nameOf(arrival.row.senderId)}${w.colon}${inWords(messageOf(arrival.row), parts, w.unknown)}`}
        </Box>
      </Box>
      {parts.find(part => part.closed)?.closed ?? (
        <MessageComposer
          key={props.threadId ?? roomId}
          roomId={roomId}
          threadId={props.threadId}
          useDraft={props.useDraft}
          editing={editing}
          parts={parts}
          Emoji={props.Emoji}
          field={field}
          onSend={text => send({ type: 'text', text })}
          onHoldSend={holder && hold}
          onEdit={(id, text) => void talk.edit(id, text, changing(parts, id, text)).catch(fail)}
          onStopEditing={() => setEditing(null)}
          onEditLast={() => {
            const item = lastOwn(rows)
            if (item) onEdit(item)
          }}
        />
      )}
      {versionsOf && <Versions messageId={versionsOf} onClose={() => setVersionsOf(null)} />}
      {menu.shown}
      {show(parts, 'overlay')}
    </Box>
  )
}

/** Whom a changed text calls, as the part says that knows it. */
const changing = (parts: readonly TalkPart[], messageId: string, text: string) =>
  parts.find(part => part.changing)?.changing?.(messageId, text)

/** Whether a row is chosen: null where it cannot be, undefined while nothing is being chosen. */
function tickOf(choice: TalkChoice | null | undefined, { kind, row }: FeedRow): boolean | null | undefined {
  if (!choice) return undefined
  return kind === 'said' && row.message && choice.may(row.message) ? choice.has(row.message) : null
}

/** What all parts show at one place of the talk. */
const show = (parts: readonly TalkPart[], place: 'top' | 'foot' | 'pills' | 'overlay') =>
  parts.map((part, n) => <Fragment key={n}>{part[place]}</Fragment>)
