import { Scroll, Tap, Text } from '../elements'
import './Chips.scss'

interface Props<K extends string> {
  label: string
  chips: { key: K; name: string }[]
  chosen: K
  onChoose: (key: K) => void
}

/** What a list is narrowed to: one of several words in a line that scrolls sideways. */
export const Chips = <K extends string>({ label, chips, chosen, onChoose }: Props<K>) => (
  <Scroll horizontal className="chips" role="radiogroup" label={label}>
    {chips.map(({ key, name }) => (
      <Tap key={key} className="chip-hit" role="radio" checked={key === chosen} onTap={() => onChoose(key)}>
        <Text className={`chip ${key === chosen ? 'chip-on' : ''}`}>{name}</Text>
      </Tap>
    ))}
  </Scroll>
)
