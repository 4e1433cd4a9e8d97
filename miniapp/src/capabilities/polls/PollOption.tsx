import { useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { words } from './words'
import './Poll.scss'

interface Props {
  text: string
  count: number
  /** How much of the voters chose it, 0–1. */
  share: number
  own: boolean
  multiple: boolean
  /** Nobody can vote any more. */
  over: boolean
  /** It has the most votes of a poll that is over. */
  best: boolean
  onTap: () => void
}

/** One answer of a poll, filled as far as it was chosen. */
export function PollOption({ text, count, share, own, multiple, over, best, onTap }: Props) {
  const w = useWords(words)
  const label = [w.label(text, count, own), ...(best ? [w.winner] : [])].join(', ')
  const inside = (
    <>
      <Box className="poll-fill" style={{ width: `${Math.round(share * 100)}%` }} silent />
      {over ? (
        own && (
          <Box className="poll-mine" silent>
            <Icon name="check" size={16} />
          </Box>
        )
      ) : (
        <Box className={`poll-mark ${multiple ? 'poll-square' : ''} ${own ? 'poll-on' : ''}`} silent>
          {own && <Icon name="check" size={14} />}
        </Box>
      )}
      <Text className={`poll-text ${own || best ? 'poll-strong' : ''}`}>{text}</Text>
      <Text className="poll-number">{count}</Text>
    </>
  )
  if (over) {
    return (
      <Box className="poll-option" role="img" label={label}>
        {inside}
      </Box>
    )
  }
  return (
    <Tap
      className="poll-option"
      role={multiple ? 'checkbox' : 'radio'}
      checked={own}
      label={label}
      onTap={onTap}
    >
      {inside}
    </Tap>
  )
}
