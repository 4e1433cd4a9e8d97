import type { Favourite } from '@community-chat/shared/capabilities/favourites/contract'
import type { Content } from '@community-chat/shared/capabilities/messages/content'
import { useState } from 'react'
import { useWords } from '../../kernel/words'
import { Box } from '../../ui/elements'
import { Layer } from '../../ui/Layer/Layer'
import { FavouriteRows, type UseWording } from './FavouriteRows'
import { sayable, useFavourites } from './useFavourites'
import { words } from './words'
import '../../ui/Sheet/Sheet.scss'

interface Props {
  useWording: UseWording
  onPick: (content: Content) => void
  onClose: () => void
}

const fits = (favourite: Favourite) => sayable(favourite) !== null

/** Chooses something I keep, to say it here. */
export function FavouritePicker({ useWording, onPick, onClose }: Props) {
  const w = useWords(words)
  const [text, setText] = useState('')
  const list = useFavourites(text)
  return (
    <Layer role="dialog" label={w.pick} scrim className="sheet favourite-sheet" onClose={onClose}>
      <Box className="sheet-hint">{w.pick}</Box>
      <FavouriteRows
        list={list}
        text={text}
        onText={setText}
        useWording={useWording}
        fits={fits}
        onChoose={favourite => {
          const content = sayable(favourite)
          if (content) onPick(content)
          onClose()
        }}
      />
    </Layer>
  )
}
