import { Box, Tap } from '../elements'
import './Switch.scss'

/** On or off, at once. */
export const Switch = ({
  on,
  label,
  onChange,
}: {
  on: boolean
  label: string
  onChange: (on: boolean) => void
}) => (
  <Tap className="switch-hit" role="switch" checked={on} label={label} onTap={() => onChange(!on)}>
    <Box className={`switch ${on ? 'switch-on' : ''}`}>
      <Box className="switch-knob" />
    </Box>
  </Tap>
)
