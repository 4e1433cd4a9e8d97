import { Box, Input, Tap } from '../elements'
import { Icon } from '../Icon/Icon'
import './Search.scss'

interface Props {
  value: string
  onInput: (value: string) => void
  placeholder: string
  clearLabel: string
  id?: string
  focus?: boolean
  onConfirm?: () => void
}

/** The round field that looks for something. */
export const Search = ({ value, onInput, placeholder, clearLabel, id, focus, onConfirm }: Props) => (
  <Box className="search" role="search">
    <Icon name="search" size={18} className="search-icon" />
    <Input
      className="search-input"
      id={id}
      type="search"
      value={value}
      onInput={onInput}
      onConfirm={onConfirm}
      placeholder={placeholder}
      label={placeholder}
      maxLength={40}
      focus={focus}
      autoComplete="off"
    />
    {value && (
      <Tap className="search-clear" label={clearLabel} onTap={() => onInput('')}>
        <Icon name="close" size={16} />
      </Tap>
    )}
  </Box>
)
