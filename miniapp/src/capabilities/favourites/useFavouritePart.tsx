import { isFavourite, mayBeKept } from '@community-chat/shared/capabilities/favourites/contract'
import { useMemo, useState } from 'react'
import { theDevice } from '../../kernel/device'
import { useFaultText } from '../../kernel/faults'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { later } from '../../ui/later'
import { toast } from '../../ui/Toast/toast'
import type { UseWording } from './FavouriteRows'
import { drop, keep } from './useFavourites'
import { words } from './words'

const FavouritePicker = later(() => import('./FavouritePicker').then(file => file.FavouritePicker))

/** Keeping a message from its menu, and saying what I keep in a room or a thread of it. */
export function useFavouritePart(
  roomId: string,
  threadId: string | undefined,
  useWording: UseWording,
): TalkPart {
  const w = useWords(words)
  const faultText = useFaultText()
  const [picking, setPicking] = useState(false)
  return useMemo(() => {
    const tell = (done: Promise<void>, word: string) =>
      void done.then(
        () => toast(word),
        fault => toast(faultText(fault)),
      )
    return {
      acts: message => {
        if (message.seq === 0 || !mayBeKept(message)) return []
        const kept = isFavourite(message)
        return [
          {
            key: 'favourite',
            name: kept ? w.drop : w.keep,
            icon: 'star',
            order: 50,
            run: () => (kept ? tell(drop(message.id), w.dropped) : tell(keep(message.id), w.kept)),
          },
        ]
      },
      tiles: [{ key: 'favourites', name: w.tile, icon: 'star', order: 80, run: () => setPicking(true) }],
      overlay: picking && (
        <FavouritePicker
          useWording={useWording}
          onPick={content => theDevice()?.send(roomId, { content, ...(threadId ? { threadId } : {}) })}
          onClose={() => setPicking(false)}
        />
      ),
    }
  }, [w, picking, roomId, threadId, useWording])
}
