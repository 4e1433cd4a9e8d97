import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { receipts } from '@community-chat/shared/capabilities/receipts/contract'
import { useMemo, useState } from 'react'
import { faceOf } from '../../kernel/face'
import { useFaultText } from '../../kernel/faults'
import { usePages } from '../../kernel/pages'
import { useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Chips } from '../../ui/Chips/Chips'
import { Box } from '../../ui/elements'
import { MemberRow } from '../../ui/MemberRow/MemberRow'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { TallSheet } from '../../ui/TallSheet/TallSheet'
import { words } from './words'
import './Receipts.scss'

interface Props {
  message: Message
  read: number
  all: number
  onPerson: (userId: string) => void
  onClose: () => void
}

/** Who has read a message of mine, and who has not yet. */
export function ReadersSheet({ message, read, all, onPerson, onClose }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [of, setOf] = useState<'read' | 'unread'>(read > 0 ? 'read' : 'unread')
  const count = of === 'read' ? read : all - read
  // Counted anew with every reader: the list is read again with it.
  const input = useMemo(() => ({ messageId: message.id, of }), [message.id, of, count])
  const pages = usePages<Person>(receipts.routes.readers, input)
  return (
    <TallSheet
      title={w.title}
      closeLabel={w.close}
      onClose={onClose}
      onEnd={() => void pages.loadMore().catch(() => undefined)}
      head={
        <Box className="readers-chips">
          <Chips
            label={w.title}
            chosen={of}
            onChoose={setOf}
            chips={[
              { key: 'read', name: w.readBy(read) },
              { key: 'unread', name: w.unreadBy(all - read) },
            ]}
          />
        </Box>
      }
    >
      {pages.loading && <RowSkeleton label={w.loading} />}
      {pages.fault && <Box className="tall-hint">{faultText(pages.fault)}</Box>}
      {!pages.loading && !pages.fault && pages.rows.length === 0 && (
        <Box className="tall-hint">{of === 'read' ? w.nobodyRead : w.everybodyRead}</Box>
      )}
      {pages.rows.map(({ id, displayName, avatar }) => (
        <MemberRow
          key={id}
          name={displayName}
          face={<Avatar size={36} {...faceOf(avatar)} />}
          onTap={() => {
            onClose()
            onPerson(id)
          }}
        />
      ))}
    </TallSheet>
  )
}
