import { useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { words } from './words'

interface Props {
  recent: readonly string[]
  onChoose: (query: string) => void
  forget: () => void
}

/** What was looked for before. */
export function Recent({ recent, onChoose, forget }: Props) {
  const w = useWords(words)
  return (
    <Box className="search-section">
      <Box className="search-title">
        <Box heading={2}>{w.recent}</Box>
        <Tap className="hit" label={w.forget} onTap={forget}>
          <Icon name="trash" size={18} />
        </Tap>
      </Box>
      {recent.map(query => (
        <Tap key={query} className="search-recent" onTap={() => onChoose(query)}>
          <Icon name="clock" size={18} />
          <Text className="one-line">{query}</Text>
        </Tap>
      ))}
    </Box>
  )
}
