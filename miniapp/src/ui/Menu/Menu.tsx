import { useState, type ReactNode } from 'react'
import { Box, Tap, Text } from '../elements'
import type { Place } from '../elements.types'
import { Icon, type IconName } from '../Icon/Icon'
import { Layer } from '../Layer/Layer'
import { around, place, tallest } from './place'
import './Menu.scss'

export interface MenuItem {
  /** Absent where its name is its own. */
  key?: string
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
  /** The name of the tile that shows those that have no place. */
  moreLabel?: string
  onClose: () => void
}

/** What can be done with the thing under the finger, moved so that all of it is on the screen. */
export const Menu = ({ label, items: all, at, screen, tiles, above, moreLabel, onClose }: Props) => {
  const [turned, setTurned] = useState(false)
  const isLong = tiles && moreLabel !== undefined && all.length > mostTiles
  const items = !isLong ? all : turned ? all.slice(mostTiles - 1) : all.slice(0, mostTiles - 1)
  const tilesShown = isLong && !turned ? mostTiles : items.length
  const isNarrow = screen.width < narrow
  const size = tiles
    ? {
        width: Math.min(tilesShown, 5) * (isNarrow ? 56 : 68) + 16,
        height: Math.ceil(tilesShown / 5) * 64 + 16,
      }
    : { width: 208, height: items.length * 44 + 12 }
  const barWidth = Math.min(widestBar, screen.width - 24)
  const { left, top, barTop } = around(at, size, above ? tallest.bar : 0, screen)
  const bar = place(at, { width: barWidth, height: tallest.bar }, screen)
  return (
    <Layer role="menu" label={label} scrim={tiles} className="layer-holder" onClose={onClose}>
      {above && (
        <Box
          className="menu-above"
          style={{ left: `${bar.left}px`, top: `${barTop}px`, width: `${barWidth}px` }}
        >
          {above}
        </Box>
      )}
      <Box
        className={`menu ${tiles ? 'menu-tiles' : ''} ${isNarrow ? 'menu-narrow' : ''}`}
        style={{
          left: `${left}px`,
          top: `${top}px`,
          width: `${size.width}px`,
        }}
      >
        {items.map(item => (
          <Tap
            key={item.key ?? item.name}
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
        {isLong && !turned && (
          <Tap className="menu-item" role="menuitem" onTap={() => setTurned(true)}>
            <Icon name="more" size={22} />
            <Text>{moreLabel}</Text>
          </Tap>
        )}
      </Box>
    </Layer>
  )
}

/** Two rows of five. */
const mostTiles = 10
const widestBar = 332
/** Screens on which five tiles of the usual width have no place. */
const narrow = 380
