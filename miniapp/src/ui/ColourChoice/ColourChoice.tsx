import { Box, Tap, Text } from '../elements'
import { Icon } from '../Icon/Icon'
import './ColourChoice.scss'

interface Props {
  title: string
  /** 1–8, one of the eight avatar colours. */
  colour: number
  nameOf: (colour: number) => string
  onChange: (colour: number) => void
}

/** One of the eight avatar colours. */
export const ColourChoice = ({ title, colour, nameOf, onChange }: Props) => (
  <>
    <Text className="field-title">{title}</Text>
    <Box className="colours" role="radiogroup" label={title}>
      {[1, 2, 3, 4, 5, 6, 7, 8].map(n => (
        <Tap
          key={n}
          className="colour"
          role="radio"
          checked={n === colour}
          label={nameOf(n)}
          onTap={() => onChange(n)}
        >
          <Box className={`colour-dot av-c${n}`}>{n === colour && <Icon name="check" size={20} />}</Box>
        </Tap>
      ))}
    </Box>
  </>
)
