import type { ReactNode } from 'react'
import { Box, Scroll } from '../elements'
import { moveFocus } from '../keys'
import './Listing.scss'

interface Props {
  /** Stands still above the list: a search field, chips. */
  head?: ReactNode
  /** News between the two. */
  bar?: ReactNode
  /** Called near the end, to load more. */
  onEnd?: () => void
  onScroll?: () => void
  children: ReactNode
}

/** A page that is a list: what stays on top, and rows that scroll below. */
export const Listing = ({ head, bar, onEnd, onScroll, children }: Props) => (
  <>
    {head && <Box className="listing-head">{head}</Box>}
    {bar}
    <Scroll className="listing" onEnd={onEnd} onScroll={onScroll}>
      {children}
    </Scroll>
  </>
)

/** The rows themselves, in one column that grows no wider than a page; as a list box where one of them is chosen. */
export const Rows = ({
  label,
  choose,
  children,
}: {
  label?: string
  /** The arrow keys go from one to the next. */
  choose?: boolean
  children: ReactNode
}) => (
  <Box
    className="listing-rows"
    role={choose ? 'listbox' : undefined}
    label={label}
    onKey={choose ? key => (key === 'ArrowDown' || key === 'ArrowUp') && step(key) : undefined}
  >
    {children}
  </Box>
)

/** The ends stay where they are. */
const step = (key: 'ArrowDown' | 'ArrowUp'): true => {
  moveFocus(key === 'ArrowDown' ? 1 : -1)
  return true
}
