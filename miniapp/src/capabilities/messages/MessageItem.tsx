import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { Fragment, memo, useState, type ReactNode } from 'react'
import { faceOf } from '../../kernel/face'
import type { TalkAct, TalkFold } from '../../kernel/talk'
import { useLanguage, useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Bubble } from '../../ui/Bubble/Bubble'
import { Box, Tap, Text } from '../../ui/elements'
import type { Place } from '../../ui/elements.types'
import { Tick } from '../../ui/Tick/Tick'
import { clock, separatorTime } from '../../ui/times'
import { HoverBar } from './HoverBar'
import { Husk } from './Husk'
import type { FeedRow } from './rows'
import { inWords, messageOf, textIn, type RowPart } from './said'
import { systemLine, type NameOf } from './system'
import { words } from './words'
import './MessageItem.scss'

export interface ItemHandlers {
  onPerson: (userId: string) => void
  /** A long press on a face; absent where it means nothing. */
  onCall?: (userId: string) => void
  onMenu: (row: FeedRow, at: Place) => void
  onRetry: (row: FeedRow) => void
  onUnfold: (row: FeedRow) => void
  onTick?: (message: Message) => void
  actsOn: (row: FeedRow) => TalkAct[]
  /** Writes a recalled text again. */
  onAgain: (text: string) => void
  /** What an edited message said before. */
  onEdited: (messageId: string) => void
}

interface Props extends ItemHandlers {
  item: FeedRow
  sender: Person | undefined
  /** In groups the sender is named. */
  named: boolean
  tag?: ReactNode
  mouse: boolean
  held: boolean
  lit: boolean
  nameOf: NameOf
  parts: readonly RowPart[]
  /** While messages are chosen: whether this one is, null where it cannot be. */
  tick?: boolean | null
  fold: TalkFold | undefined
}

const freshFor = 2500

/** A message with what stands above it. */
export const MessageItem = memo(function MessageItem(props: Props) {
  const { item, tick } = props
  const w = useWords(words)
  const { language } = useLanguage()
  return (
    <>
      {item.separated && (
        <Box className="feed-time">{separatorTime(item.row.createdAt, Date.now(), language)}</Box>
      )}
      {item.unread && (
        <Box className="feed-new" role="separator">
          <Box className="feed-new-line" />
          <Text className="feed-new-words">{w.newLine}</Text>
          <Box className="feed-new-line" />
        </Box>
      )}
      {tick === undefined ? <Item {...props} /> : <Choice {...props} />}
    </>
  )
})

/** A row that can be chosen: all of it is one checkbox. */
function Choice(props: Props) {
  const w = useWords(words)
  const message = messageOf(props.item.row)
  const { tick, sender, nameOf, parts } = props
  const name = sender?.displayName ?? nameOf(message.senderId)
  return (
    <Box className="feed-choice">
      <Box className="feed-choice-tick">{typeof tick === 'boolean' && <Tick on={tick} />}</Box>
      <Box className="feed-choice-row" inert={typeof tick === 'boolean'}>
        <Item {...props} />
      </Box>
      {typeof tick === 'boolean' && (
        <Tap
          className="feed-choice-over"
          role="checkbox"
          checked={tick}
          label={w.said(name, clock(props.item.row.createdAt), inWords(message, parts, w.unknown))}
          onTap={() => props.onTick?.(message)}
        />
      )}
    </Box>
  )
}

function Item(props: Props) {
  const { item, nameOf, fold, parts } = props
  const w = useWords(words)
  const message = messageOf(item.row)
  if (item.kind === 'folded') {
    return (
      <Tap className="feed-folded" onTap={() => props.onUnfold(item)}>
        <Text>{fold?.words(item.inside?.length ?? 1)}</Text>
        <Text className="feed-unfold">{fold?.open}</Text>
      </Tap>
    )
  }
  if (item.kind === 'husk') return <Husk message={message} nameOf={nameOf} onAgain={props.onAgain} />
  if (item.kind === 'system') return <Note {...props} message={message} />
  const content = textIn(message) === null ? firstOf(parts, part => part.content?.(message)) : undefined
  if (textIn(message) === null && content === undefined) return <Box className="feed-note">{w.unknown}</Box>
  return <SaidItem {...props} content={content} />
}

/** What the system notes, and the way to what it speaks of. */
function Note({ message, nameOf, parts }: Props & { message: Message }) {
  const w = useWords(words)
  const open = parts.map(part => part.opens?.(message)).find(run => run)
  return (
    <Box className={`feed-note ${open ? 'feed-note-way' : ''}`}>
      {systemLine(message, w, nameOf)}
      {open && (
        <Tap className="feed-way" onTap={open}>
          {w.look}
        </Tap>
      )}
    </Box>
  )
}

/** Whoever is not known yet. */
const unknownFace = { letters: '·', colour: 8 }

function SaidItem(props: Props & { content: ReactNode }) {
  const { item, sender, named, tag, mouse, held, nameOf, parts, content } = props
  const w = useWords(words)
  const [fresh] = useState(() => Date.now() - item.row.createdAt < freshFor)
  const { mine, senderId, state, createdAt } = item.row
  const message = messageOf(item.row)
  const isSent = item.row.message !== null
  const name = mine ? w.you : (sender?.displayName ?? nameOf(senderId))
  const edited = message.editedAt ? w.edited : undefined
  const line = inWords(message, parts, w.unknown)
  const more = isSent ? parts.flatMap(part => part.spoken?.(message) ?? []) : []
  const acts = props.actsOn(item)
  const reply = acts.find(act => act.key === 'reply')
  return (
    <Bubble
      text={textIn(message) ?? ''}
      content={content}
      spans={spansOf(parts, message)}
      ring={parts.some(part => part.rings?.(message))}
      over={allOf(parts, part => part.over?.(message))}
      under={isSent && allOf(parts, part => part.under?.(message))}
      below={isSent && allOf(parts, part => part.below?.(message))}
      beside={isSent && mine && allOf(parts, part => part.beside?.(message))}
      corner={item.corner}
      mine={mine}
      face={<Avatar size={36} {...(sender ? faceOf(sender.avatar) : unknownFace)} />}
      faceLabel={w.profileOf(name)}
      onFace={() => props.onPerson(senderId)}
      onFaceHold={props.onCall && (() => props.onCall?.(senderId))}
      name={
        named && (
          <>
            <Text className="one-line">{name}</Text>
            {tag}
          </>
        )
      }
      edited={edited}
      onEdited={() => props.onEdited(message.id)}
      state={state}
      stateLabel={state === 'sent' ? undefined : w[state]}
      label={w.said(name, clock(createdAt), w.also([edited ? `${line} (${edited})` : line, ...more]))}
      fresh={fresh}
      lit={props.lit}
      held={held}
      onRetry={() => props.onRetry(item)}
      onHold={at => props.onMenu(item, at)}
      onDrag={reply && (() => reply.run())}
      onKey={(key, at) => {
        const act = acts.find(one => one.letter === key.toLowerCase())
        act?.run(at)
        return act !== undefined
      }}
      hover={mouse && <HoverBar acts={acts.filter(act => act.hover)} onMore={at => props.onMenu(item, at)} />}
    />
  )
}

function firstOf(parts: readonly RowPart[], ask: (part: RowPart) => ReactNode | undefined): ReactNode {
  for (const part of parts) {
    const found = ask(part)
    if (found !== undefined) return found
  }
  return undefined
}

/** What all parts show at one place; nothing where none shows anything. */
function allOf(parts: readonly RowPart[], ask: (part: RowPart) => ReactNode): ReactNode {
  const shown = parts.flatMap((part, n) => {
    const found = ask(part)
    return found ? [<Fragment key={n}>{found}</Fragment>] : []
  })
  return shown.length > 0 ? shown : null
}

function spansOf(parts: readonly RowPart[], message: ReturnType<typeof messageOf>) {
  const spans = parts.flatMap(part => part.spans?.(message) ?? [])
  return spans.length > 0 ? spans : undefined
}
