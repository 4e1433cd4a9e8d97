import { link } from '@community-chat/shared/capabilities/links/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { useWords } from '../../kernel/words'
import { Box, Link, Text } from '../../ui/elements'
import { words } from './words'
import './LinkCard.scss'

/** The card of a message's link. It has no picture: fetching one would tell a stranger's server who reads here. */
export function LinkCard({ message }: { message: Pick<Message, 'facets'> }) {
  const w = useWords(words)
  const card = link.of(message)
  if (!card) return null
  return (
    <Box className="link-card">
      <Link className="link-card-way" href={card.url} label={w.open(card.title, card.site)}>
        <Text className="link-card-title">{card.title}</Text>
        {card.description && <Text className="link-card-about">{card.description}</Text>}
        <Text className="link-card-site one-line">{card.site}</Text>
      </Link>
    </Box>
  )
}
