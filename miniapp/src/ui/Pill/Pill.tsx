import { Tap, Text } from '../elements'
import { Icon } from '../Icon/Icon'
import './Pill.scss'

interface Props {
  /** up: joined to the right edge on top; down: bottom right. */
  way: 'up' | 'down'
  words?: string
  label: string
  onTap: () => void
}

/** A short way to what is out of sight. */
export const Pill = ({ way, words, label, onTap }: Props) => (
  <Tap className={`pill pill-${way} ${words ? '' : 'pill-bare'}`} label={label} onTap={onTap}>
    <Icon name={way === 'up' ? 'arrow-up' : 'arrow-down'} size={18} />
    {words && <Text className="pill-words">{words}</Text>}
  </Tap>
)
