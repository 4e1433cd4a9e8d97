import { Box, Tap, Text } from '../elements'
import { Icon, type IconName } from '../Icon/Icon'
import { Tick } from '../Tick/Tick'
import './Choice.scss'

interface Props<K extends string> {
  title: string
  options: { key: K; icon: IconName; name: string; text: string }[]
  chosen: K
  onChange: (key: K) => void
}

/** One of a few things that need a sentence each. */
export const Choice = <K extends string>({ title, options, chosen, onChange }: Props<K>) => (
  <>
    <Text className="field-title">{title}</Text>
    <Box className="choice" role="radiogroup" label={title}>
      {options.map(one => (
        <Tap
          key={one.key}
          className={`choice-one ${one.key === chosen ? 'choice-on' : ''}`}
          role="radio"
          checked={one.key === chosen}
          onTap={() => onChange(one.key)}
        >
          <Icon name={one.icon} size={22} />
          <Box className="choice-words">
            <Text className="choice-name">{one.name}</Text>
            <Text className="choice-text">{one.text}</Text>
          </Box>
          <Tick on={one.key === chosen} />
        </Tap>
      ))}
    </Box>
  </>
)
