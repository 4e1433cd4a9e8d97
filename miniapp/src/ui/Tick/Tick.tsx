import { Box } from '../elements'
import { Icon } from '../Icon/Icon'
import './Tick.scss'

/** Whether one of several is chosen; decoration, because the row says it too. */
export const Tick = ({ on }: { on: boolean }) => (
  <Box className={`tick ${on ? 'tick-on' : ''}`} silent>
    {on && <Icon name="check" size={16} />}
  </Box>
)
