import { useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import { Icon, type IconName } from '../../ui/Icon/Icon'
import { useKeys } from '../../ui/keys'
import { words } from './words'
import './Forwarding.scss'

/** One thing to do with all that is chosen. */
export interface SelectAct {
  key: string
  name: string
  icon: IconName
  danger?: boolean
  run(): void
}

interface Props {
  count: number
  acts: readonly SelectAct[]
  onDone: () => void
}

/** Stands where one would write while messages are being chosen. */
export function SelectBar({ count, acts, onDone }: Props) {
  const w = useWords(words)
  useKeys({ onEscape: onDone })
  return (
    <Box className="select-bar" role="toolbar" label={w.select}>
      <Box className="select-head">
        <Text className="select-count" role="status" live="polite">
          {w.count(count)}
        </Text>
        <Tap className="hit" label={w.done} onTap={onDone}>
          <Icon name="close" size={20} />
        </Tap>
      </Box>
      <Box className="select-acts">
        {acts.map(act => (
          <Tap
            key={act.key}
            className={`select-act ${act.danger ? 'select-danger' : ''}`}
            disabled={count === 0}
            onTap={act.run}
          >
            <Icon name={act.icon} size={22} />
            <Text className="select-word">{act.name}</Text>
          </Tap>
        ))}
      </Box>
    </Box>
  )
}
