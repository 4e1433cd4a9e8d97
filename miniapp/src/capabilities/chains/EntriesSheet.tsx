import { chains } from '@community-chat/shared/capabilities/chains/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { useMemo } from 'react'
import { useFaultText } from '../../kernel/faults'
import { usePages } from '../../kernel/pages'
import { useWords } from '../../kernel/words'
import { Box } from '../../ui/elements'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { TallSheet } from '../../ui/TallSheet/TallSheet'
import { Line } from './ChainView'
import { words } from './words'
import './Chain.scss'

interface Props {
  message: Message
  myId: string
  onClose: () => void
}

/** Everyone in a chain, in the order they came. */
export function EntriesSheet({ message, myId, onClose }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const input = useMemo(() => ({ messageId: message.id }), [message.id])
  const pages = usePages<{ userId: string; text: string; user: Person }>(chains.routes.entries, input)
  return (
    <TallSheet
      title={w.entries}
      closeLabel={w.close}
      onClose={onClose}
      onEnd={() => void pages.loadMore().catch(() => undefined)}
    >
      {pages.loading && <RowSkeleton label={w.loading} />}
      {pages.fault && <Box className="tall-hint">{faultText(pages.fault)}</Box>}
      {!pages.loading && !pages.fault && pages.rows.length === 0 && (
        <Box className="tall-hint">{w.nobody}</Box>
      )}
      <Box className="chain-list" role="list">
        {pages.rows.map(({ userId, text, user }, n) => (
          <Line key={userId} place={n + 1} name={user.displayName} text={text} mine={userId === myId} />
        ))}
      </Box>
    </TallSheet>
  )
}
