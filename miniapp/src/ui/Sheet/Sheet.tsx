import { Box, Tap } from '../elements'
import { Icon } from '../Icon/Icon'
import { Layer } from '../Layer/Layer'
import './Sheet.scss'

export interface SheetItem {
  name: string
  danger?: boolean
  /** One of several, and whether it is the one. */
  chosen?: boolean
  run: () => void
}

interface Props {
  /** What it is about, read out and shown on top. */
  hint: string
  items: SheetItem[]
  cancel: string
  onClose: () => void
}

/** A few things to choose from, and a way out; also how we ask before anything that cannot be undone. */
export const Sheet = ({ hint, items, cancel, onClose }: Props) => (
  <Layer role="dialog" label={hint} scrim className="sheet" onClose={onClose}>
    <Box className="sheet-hint">{hint}</Box>
    {items.map(item => (
      <Tap
        key={item.name}
        className={`sheet-item ${item.danger ? 'sheet-danger' : ''}`}
        role={item.chosen === undefined ? undefined : 'radio'}
        checked={item.chosen}
        onTap={() => {
          onClose()
          item.run()
        }}
      >
        {item.name}
        {item.chosen && <Icon name="check" size={20} className="sheet-tick" />}
      </Tap>
    ))}
    <Box className="sheet-gap" />
    <Tap className="sheet-item sheet-cancel" onTap={onClose}>
      {cancel}
    </Tap>
  </Layer>
)
