import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { reactions, tallies, type Reaction } from '@community-chat/shared/capabilities/reactions/contract'
import { useMemo, useState } from 'react'
import { faceOf } from '../../kernel/face'
import { useFaultText } from '../../kernel/faults'
import { usePages } from '../../kernel/pages'
import { useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Chips } from '../../ui/Chips/Chips'
import { Box, Text } from '../../ui/elements'
import { MemberRow } from '../../ui/MemberRow/MemberRow'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { TallSheet } from '../../ui/TallSheet/TallSheet'
import { words } from './words'
import './ReactPicker.scss'

interface Props {
  message: Message
  /** The one to begin with; absent for all. */
  emoji?: string
  onPerson: (userId: string) => void
  onClose: () => void
}

/** Who reacted to a message, with one emoji or all. */
export function WhoReacted({ message, emoji, onPerson, onClose }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [tab, setTab] = useState(emoji ?? 'all')
  const input = useMemo(
    () => ({ messageId: message.id, ...(tab === 'all' ? {} : { emoji: tab }) }),
    [message.id, tab],
  )
  const pages = usePages<Reaction & { user: Person }>(reactions.routes.list, input)
  const shown = tallies.of(message)
  const total = shown.reduce((sum, { count }) => sum + count, 0)
  return (
    <TallSheet
      title={w.who}
      closeLabel={w.close}
      onClose={onClose}
      onEnd={() => void pages.loadMore().catch(() => undefined)}
      head={
        <Box className="who-chips">
          <Chips
            label={w.who}
            chosen={tab}
            onChoose={setTab}
            chips={[
              { key: 'all', name: `${w.everyone} ${total}` },
              ...shown.map(one => ({ key: one.emoji, name: `${one.emoji} ${one.count}` })),
            ]}
          />
        </Box>
      }
    >
      {pages.loading && <RowSkeleton label={w.loading} />}
      {pages.fault && <Box className="tall-hint">{faultText(pages.fault)}</Box>}
      {!pages.loading && !pages.fault && pages.rows.length === 0 && (
        <Box className="tall-hint">{w.nobody}</Box>
      )}
      {pages.rows.map(({ user, emoji }) => (
        <Box key={`${user.id} ${emoji}`} className="who-line">
          <MemberRow
            name={user.displayName}
            face={<Avatar size={36} {...faceOf(user.avatar)} />}
            onTap={() => {
              onClose()
              onPerson(user.id)
            }}
          />
          <Text className="who-emoji">{emoji}</Text>
        </Box>
      ))}
    </TallSheet>
  )
}
