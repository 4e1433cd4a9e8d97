import type { ReactNode } from 'react'
import { Box, Tap, Text } from '../elements'
import { Icon } from '../Icon/Icon'
import './NavBar.scss'

interface Props {
  title: string
  /** Grey, after the title: how many are in the room. */
  count?: number
  subtitle?: string
  /** The large title of a tab. */
  big?: boolean
  backLabel?: string
  onBack?: () => void
  /** What opens when the title is tapped, and its words. */
  onTitle?: () => void
  face?: ReactNode
  actions?: ReactNode
  edge?: boolean
  clear?: boolean
}

/** The bar on top of a page: back, who or where, and at most three things to do. */
export const NavBar = ({
  title,
  count,
  subtitle,
  big,
  backLabel,
  onBack,
  onTitle,
  face,
  actions,
  edge,
  clear,
}: Props) => {
  const words = (
    <>
      {face}
      <Box className="nav-words">
        <Box className="nav-title" heading={1}>
          <Text className="nav-name">{title}</Text>
          {count !== undefined && <Text className="nav-count">{`(${count})`}</Text>}
        </Box>
        {subtitle && <Text className="nav-sub">{subtitle}</Text>}
      </Box>
    </>
  )
  return (
    <Box className={`nav ${big ? 'nav-big' : ''} ${edge ? 'nav-edge' : ''} ${clear ? 'nav-clear' : ''}`}>
      {onBack && (
        <Tap className="hit" label={backLabel} onTap={onBack}>
          <Icon name="back" />
        </Tap>
      )}
      {onTitle ? (
        <Tap className={`nav-mid nav-tap ${onBack ? '' : 'nav-first'}`} onTap={onTitle}>
          {words}
        </Tap>
      ) : (
        <Box className={`nav-mid ${onBack ? '' : 'nav-first'}`}>{words}</Box>
      )}
      {actions}
    </Box>
  )
}
