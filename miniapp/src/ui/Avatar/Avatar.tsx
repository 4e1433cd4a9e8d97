import { Box } from '../elements'
import './Avatar.scss'

interface Props {
  letters: string
  /** 1–8, one of the eight avatar colours. */
  colour: number
  size?: 20 | 24 | 32 | 36 | 40 | 44 | 48 | 64 | 72
  /** Places are rounded squares, people are round. */
  place?: boolean
  className?: string
}

/** A face, or its letters; decoration, because the name always stands beside it. */
export const Avatar = ({ letters, colour, size = 48, place, className = '' }: Props) => (
  <Box className={`av av-${size} av-c${colour} ${place ? 'av-place' : ''} ${className}`} silent>
    {letters}
  </Box>
)
