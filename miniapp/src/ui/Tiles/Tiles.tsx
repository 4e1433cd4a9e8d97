import { useState } from 'react'
import { Drag } from '../Drag/Drag'
import { Box, Tap, Text } from '../elements'
import { Icon, type IconName } from '../Icon/Icon'
import './Tiles.scss'

interface Props {
  label: string
  /** The name of a page, by its number from 1. */
  pageLabel: (page: number, of: number) => string
  tiles: readonly { key: string; name: string; icon: IconName; run: () => void }[]
}

const perPage = 8

/** Large buttons, eight at a time; a swipe or the dots turn to the others. */
export function Tiles({ label, pageLabel, tiles }: Props) {
  const pages = Math.max(1, Math.ceil(tiles.length / perPage))
  const [turned, setTurned] = useState(0)
  const page = Math.min(turned, pages - 1)
  const turn = (way: number) => setTurned(Math.max(0, Math.min(pages - 1, page + way)))
  return (
    <Drag className="tiles-box" onDrag={pages > 1 ? way => turn(-way) : undefined}>
      <Box className="tiles" role="group" label={label}>
        {tiles.slice(page * perPage, (page + 1) * perPage).map(({ key, name, icon, run }) => (
          <Tap key={key} className="tile" onTap={run}>
            <Box className="tile-icon">
              <Icon name={icon} size={28} />
            </Box>
            <Text>{name}</Text>
          </Tap>
        ))}
      </Box>
      {pages > 1 && (
        <Box className="dots" role="radiogroup" label={label}>
          {Array.from({ length: pages }, (_, n) => (
            <Tap
              key={n}
              className="dot-hit"
              label={pageLabel(n + 1, pages)}
              role="radio"
              checked={n === page}
              onTap={() => setTurned(n)}
            >
              <Box className={`dot ${n === page ? 'dot-on' : ''}`} />
            </Tap>
          ))}
        </Box>
      )}
    </Drag>
  )
}
