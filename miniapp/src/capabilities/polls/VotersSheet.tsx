import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import {
  optionsOf,
  type PollContent,
  polls,
  tally as tallyOf,
} from '@community-chat/shared/capabilities/polls/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
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
import './Poll.scss'

interface Props {
  message: Message
  poll: PollContent
  onPerson: (userId: string) => void
  onClose: () => void
}

/** Who chose what. */
export function VotersSheet({ message, poll, onPerson, onClose }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [tab, setTab] = useState('')
  const tally = tallyOf.of(message)
  const options = optionsOf(poll, tally)
  const input = useMemo(() => ({ messageId: message.id, ...(tab ? { option: tab } : {}) }), [message.id, tab])
  const pages = usePages<{ userId: string; options: string[]; user: Person }>(polls.routes.voters, input)
  const nameOf = (id: string) => options.find(one => one.id === id)?.text ?? ''
  return (
    <TallSheet
      title={w.who}
      closeLabel={w.close}
      onClose={onClose}
      onEnd={() => void pages.loadMore().catch(() => undefined)}
      head={
        <Box className="poll-voters">
          <Chips
            label={w.who}
            chosen={tab}
            onChoose={setTab}
            chips={[
              { key: '', name: `${w.all} ${tally.voters}` },
              ...options.map(({ id, text }) => ({ key: id, name: `${text} ${tally.counts[id] ?? 0}` })),
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
      {pages.rows.map(({ user, options }) => (
        <Box key={user.id} className="poll-voter">
          <MemberRow
            name={user.displayName}
            face={<Avatar size={36} {...faceOf(user.avatar)} />}
            onTap={() => {
              onClose()
              onPerson(user.id)
            }}
          />
          {!tab && <Text className="poll-chosen one-line">{options.map(nameOf).join(', ')}</Text>}
        </Box>
      ))}
    </TallSheet>
  )
}
