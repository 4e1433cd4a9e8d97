import { useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import { Icon, type IconName } from '../../ui/Icon/Icon'
import { words } from './words'
import './KindChoice.scss'

export type Kind = 'group' | 'public'

/** Who can join a new room. */
export function KindChoice({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const w = useWords(words)
  const kinds: { key: Kind; icon: IconName; name: string; text: string }[] = [
    { key: 'group', icon: 'lock', name: w.group, text: w.groupText },
    { key: 'public', icon: 'globe', name: w.public, text: w.publicText },
  ]
  return (
    <Box className="kinds" role="radiogroup" label={w.kind}>
      {kinds.map(one => (
        <Tap
          key={one.key}
          className={`kind ${one.key === kind ? 'kind-on' : ''}`}
          role="radio"
          checked={one.key === kind}
          onTap={() => onChange(one.key)}
        >
          <Icon name={one.icon} size={22} />
          <Box className="kind-words">
            <Text className="kind-name">{one.name}</Text>
            <Text className="kind-text">{one.text}</Text>
          </Box>
          <Box className={`tick ${one.key === kind ? 'tick-on' : ''}`}>
            {one.key === kind && <Icon name="check" size={16} />}
          </Box>
        </Tap>
      ))}
    </Box>
  )
}
