import type { ReactNode } from 'react'
import { Box, Tap, Text } from '../elements'
import type { Place } from '../elements.types'
import { Icon, type IconName } from '../Icon/Icon'
import { Layer } from '../Layer/Layer'
import { place } from './place'
import './Menu.scss'

export interface MenuItem {
  icon: IconName
  name: string
  danger?: boolean
  run: () => void
}

interface Props {
  label: string
  items: MenuItem[]
  at: Place
  screen: { width: number; height: number }
  /** Tiles over a scrim on a phone, lines without one beside a mouse. */
  tiles?: boolean
  /** A bar of 52 px that stands over the items. */
  above?: ReactNode
  onClose: () => void
}

/** What can be done with the thing under the finger, moved so that all of it is on the screen. */
export const Menu = ({ label, items, at, screen, tiles, above, onClose }: Props) => {
  const size = tiles
    ? { width: Math.min(items.length, 5) * 68 + 16, height: Math.ceil(items.length / 5) * 64 + 16 }
    : { width: 208, height: items.length * 44 + 12 }
  const height = above ? size.height + barHeight : size.height
  const { left, top } = place(at, { width: size.width, height }, screen)
  const bar = place(at, { width: barWidth, height }, screen)
  return (
    <Layer role="menu" label={label} scrim={tiles} className="menu-holder" onClose={onClose}>
      {above && (
        <Box
          className="menu-above"
          style={{ left: `${bar.left}px`, top: `${bar.top}px`, width: `${barWidth}px` }}
        >
          {above}
        </Box>
      )}
      <Box
        className={`menu ${tiles ? 'menu-tiles' : ''}`}
        style={{
          left: `${left}px`,
          top: `${above ? top + barHeight : top}px`,
          width: `${size.width}px`,
        }}
      >
        {items.map(item => (
          <Tap
            key={item.name}
            className={`menu-item ${item.danger ? 'menu-danger' : ''}`}
            role="menuitem"
            onTap={() => {
              onClose()
              item.run()
            }}
          >
            <Icon name={item.icon} size={tiles ? 22 : 20} />
            <Text>{item.name}</Text>
          </Tap>
        ))}
      </Box>
    </Layer>
  )
}

/** The bar over the items with the space below it. */
const [barWidth, barHeight] = [288, 60]
