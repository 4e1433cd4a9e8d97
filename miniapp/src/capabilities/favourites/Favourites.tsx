import type { Favourite } from '@community-chat/shared/capabilities/favourites/contract'
import { useState } from 'react'
import { useWords } from '../../kernel/words'
import { Box } from '../../ui/elements'
import { NavBar } from '../../ui/NavBar/NavBar'
import { toast } from '../../ui/Toast/toast'
import { FavouriteRows, type UseWording } from './FavouriteRows'
import { useFavourites } from './useFavourites'
import { words } from './words'

interface Props {
  useWording: UseWording
  /** Leads to the message; false where I can read it there no longer. */
  onOpen: (favourite: Favourite) => boolean
  onBack: () => void
}

/** Everything I keep. */
export function Favourites({ useWording, onOpen, onBack }: Props) {
  const w = useWords(words)
  const [text, setText] = useState('')
  const list = useFavourites(text)
  return (
    <>
      <NavBar title={w.title} backLabel={w.back} onBack={onBack} edge />
      <Box className="favourite-page">
        <FavouriteRows
          list={list}
          text={text}
          onText={setText}
          useWording={useWording}
          drops
          onChoose={favourite => {
            if (!favourite.content) toast(w.gone)
            else if (!onOpen(favourite)) toast(w.notThere)
          }}
        />
      </Box>
    </>
  )
}
