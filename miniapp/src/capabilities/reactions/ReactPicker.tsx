import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { ownReactions } from '@community-chat/shared/capabilities/reactions/contract'
import { useState } from 'react'
import type { EmojiPanel } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { Box, Tap } from '../../ui/elements'
import type { Place } from '../../ui/elements.types'
import { Layer } from '../../ui/Layer/Layer'
import { Popover } from '../../ui/Popover/Popover'
import { useWide } from '../../ui/screen'
import { chooseQuick, useQuick } from './quick'
import { words } from './words'
import './ReactPicker.scss'

interface Props {
  message: Message
  at: Place
  Emoji: EmojiPanel
  onReact: (messageId: string, emoji: string, on: boolean) => void
  onClose: () => void
}

/** Any emoji for a message; and which six stand over its menu. */
export function ReactPicker({ message, at, Emoji, onReact, onClose }: Props) {
  const w = useWords(words)
  const wide = useWide()
  const quick = useQuick()
  const [place, setPlace] = useState<number | null>(null)
  const [editing, setEditing] = useState(false)
  const react = (emoji: string) => {
    onClose()
    onReact(message.id, emoji, !ownReactions(message).includes(emoji))
  }
  const pick = (emoji: string) => {
    if (place === null) return react(emoji)
    chooseQuick(place, emoji)
    setPlace(null)
  }
  const inside = (
    <>
      <Box
        className="picker-quick"
        role={editing ? 'radiogroup' : 'group'}
        label={editing ? w.editHint : w.title}
      >
        {quick.map((emoji, n) => (
          <Tap
            key={emoji}
            className={`quick-one ${place === n ? 'quick-own' : ''}`}
            label={editing ? w.replace(emoji) : w.react(emoji, ownReactions(message).includes(emoji))}
            role={editing ? 'radio' : undefined}
            checked={editing ? place === n : undefined}
            onTap={() => (editing ? setPlace(place === n ? null : n) : react(emoji))}
          >
            {emoji}
          </Tap>
        ))}
        <Tap
          className="picker-edit"
          onTap={() => {
            setEditing(!editing)
            setPlace(editing ? null : 0)
          }}
        >
          {editing ? w.done : w.edit}
        </Tap>
      </Box>
      {editing && <Box className="picker-hint">{w.editHint}</Box>}
      <Emoji onPick={pick} searching={wide} />
    </>
  )
  if (wide) {
    return (
      <Popover label={w.all} at={at} size={{ width: 392, height: 460 }} onClose={onClose}>
        {inside}
      </Popover>
    )
  }
  return (
    <Layer role="dialog" label={w.all} scrim className="sheet" onClose={onClose}>
      <Box className="picker-sheet">{inside}</Box>
    </Layer>
  )
}
