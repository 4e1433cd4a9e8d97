import { useState } from 'react'
import { Box, Image } from '../elements'
import { Icon, type IconName } from '../Icon/Icon'
import './Avatar.scss'

interface Props {
  letters: string
  /** Instead of the letters. */
  icon?: IconName
  /** 1–8, one of the eight avatar colours. */
  colour: number
  /** The address of a square picture; the letters stand until it is there, and where it never comes. */
  picture?: string
  size?: 20 | 24 | 32 | 36 | 40 | 44 | 48 | 64 | 72
  /** Places are rounded squares, people are round. */
  place?: boolean
  className?: string
}

/** A face, or its letters, a small one only the first; decoration, because the name always stands beside it. */
export function Avatar({ letters, icon, colour, picture, size = 48, place, className = '' }: Props) {
  const [missing, setMissing] = useState<string>()
  return (
    <Box className={`av av-${size} av-c${colour} ${place ? 'av-place' : ''} ${className}`} silent>
      {icon ? (
        <Icon name={icon} size={size < 44 ? 18 : size < 64 ? 24 : 28} />
      ) : size < 32 ? (
        [...letters][0]
      ) : (
        letters
      )}
      {picture && picture !== missing && (
        <Image key={picture} className="av-picture" src={picture} alt="" onFail={() => setMissing(picture)} />
      )}
    </Box>
  )
}
