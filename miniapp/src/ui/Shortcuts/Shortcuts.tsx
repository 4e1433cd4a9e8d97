import { Box, Tap, Text } from '../elements'
import { Icon } from '../Icon/Icon'
import { Layer } from '../Layer/Layer'
import './Shortcuts.scss'

interface Props {
  title: string
  closeLabel: string
  /** Keys that are pressed together, and what they do. */
  rows: readonly { keys: readonly string[]; name: string }[]
  onClose: () => void
}

/** The keys that do something. */
export const Shortcuts = ({ title, closeLabel, rows, onClose }: Props) => (
  <Layer role="dialog" label={title} scrim className="sheet" onClose={onClose}>
    <Box className="keys">
      <Box className="keys-head">
        <Box className="keys-title" heading={2}>
          {title}
        </Box>
        <Tap className="hit" label={closeLabel} onTap={onClose}>
          <Icon name="close" size={20} />
        </Tap>
      </Box>
      {rows.map(({ keys, name }) => (
        <Box key={name} className="keys-row">
          <Text>{name}</Text>
          <Box className="keys-all">
            {keys.map(key => (
              <Text key={key} className="keys-key">
                {key}
              </Text>
            ))}
          </Box>
        </Box>
      ))}
    </Box>
  </Layer>
)
