import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { memo, useState, type ReactNode } from 'react'
import { faceOf } from '../../kernel/face'
import { useLanguage, useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Bubble } from '../../ui/Bubble/Bubble'
import { Box, Tap, Text } from '../../ui/elements'
import type { Place } from '../../ui/elements.types'
import { Icon } from '../../ui/Icon/Icon'
import { clock, separatorTime } from '../../ui/times'
import { textOf, type FeedRow } from './rows'
import { huskLine, systemLine, type NameOf } from './system'
import { words } from './words'
import './MessageItem.scss'

export interface ItemHandlers {
  onPerson: (userId: string) => void
  onMenu: (row: FeedRow, at: Place) => void
  onEdit: (row: FeedRow) => void
  onCopy: (row: FeedRow) => void
  onRetry: (row: FeedRow) => void
  onUnfold: (row: FeedRow) => void
}

interface Props extends ItemHandlers {
  item: FeedRow
  sender: Person | undefined
  /** In groups the sender is named. */
  named: boolean
  tag?: ReactNode
  mouse: boolean
  held: boolean
  nameOf: NameOf
  /** What other capabilities show under a message. */
  below?: (message: Message) => ReactNode
}

const freshFor = 2500

/** A message with what stands above it. */
export const MessageItem = memo(function MessageItem(props: Props) {
  const { item, nameOf } = props
  const w = useWords(words)
  const { language } = useLanguage()
  const { message, createdAt } = item.row
  return (
    <>
      {item.separated && <Box className="feed-time">{separatorTime(createdAt, Date.now(), language)}</Box>}
      {item.unread && (
        <Box className="feed-new" role="separator">
          <Box className="feed-new-line" />
          <Text className="feed-new-words">{w.newLine}</Text>
          <Box className="feed-new-line" />
        </Box>
      )}
      {item.kind === 'said' ? (
        <SaidItem {...props} />
      ) : item.kind === 'folded' ? (
        <Tap className="feed-folded" onTap={() => props.onUnfold(item)}>
          <Text>{w.folded(item.inside?.length ?? 1)}</Text>
          <Text className="feed-unfold">{w.unfold}</Text>
        </Tap>
      ) : (
        message && (
          <Box className="feed-note">
            {item.kind === 'husk' ? huskLine(message, w, nameOf) : systemLine(message, w, nameOf)}
          </Box>
        )
      )}
    </>
  )
})

/** Whoever is not known yet. */
const unknownFace = { letters: '·', colour: 8 }

function SaidItem({ item, sender, named, tag, mouse, held, nameOf, below, ...on }: Props) {
  const w = useWords(words)
  const [fresh] = useState(() => Date.now() - item.row.createdAt < freshFor)
  const { mine, senderId, state, message, createdAt } = item.row
  const text = textOf(item.row)
  const name = mine ? w.you : (sender?.displayName ?? nameOf(senderId))
  const edited = message?.editedAt ? w.edited : undefined
  const label = w.said(name, clock(createdAt), edited ? `${text} (${edited})` : text)
  return (
    <Bubble
      text={text}
      corner={item.corner}
      mine={mine}
      face={<Avatar size={36} {...(sender ? faceOf(sender.avatar) : unknownFace)} />}
      faceLabel={w.profileOf(name)}
      onFace={() => on.onPerson(senderId)}
      name={
        named && (
          <>
            <Text className="one-line">{name}</Text>
            {tag}
          </>
        )
      }
      edited={edited}
      state={state}
      stateLabel={state === 'sent' ? undefined : w[state]}
      label={label}
      fresh={fresh}
      held={held}
      onRetry={() => on.onRetry(item)}
      onHold={at => on.onMenu(item, at)}
      hover={mouse && <HoverBar item={item} {...on} />}
      below={message && below?.(message)}
    />
  )
}

/** What a mouse finds over a message. */
function HoverBar({ item, onCopy, onEdit, onMenu }: { item: FeedRow } & ItemHandlers) {
  const w = useWords(words)
  return (
    <Box className="hover">
      <Tap className="hover-act" label={w.copy} onTap={() => onCopy(item)}>
        <Icon name="copy" size={20} />
      </Tap>
      {item.row.mine && item.row.message && (
        <Tap className="hover-act" label={w.edit} onTap={() => onEdit(item)}>
          <Icon name="edit" size={20} />
        </Tap>
      )}
      <Tap className="hover-act" label={w.more} onTapAt={at => onMenu(item, at)}>
        <Icon name="more" size={20} />
      </Tap>
    </Box>
  )
}
