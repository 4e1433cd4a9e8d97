import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { useMemo, useState, type RefObject } from 'react'
import { hasPicker, openPermissions, pickPlace, showPlace } from '../../kernel/platform/places'
import type { Spot } from '../../kernel/platform/places.types'
import type { TalkHandle, TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { Box } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { InfoCard } from '../../ui/InfoCard/InfoCard'
import { later } from '../../ui/later'
import { toast } from '../../ui/Toast/toast'
import { words } from './place-words'

const PlaceForm = later(() => import('./PlaceForm').then(file => file.PlaceForm))

/** The longest name and address that a place may have. */
const longest = { name: 100, address: 200 }

/** Places on earth: how one is shown in a bubble and in a line of words. */
export function usePlaceKind(): TalkPart {
  const w = useWords(words)
  return useMemo(
    () => ({
      preview: message =>
        placeIn(message) ? [w.preview, placeIn(message)!.name].join(' ').trim() : undefined,
      content(message) {
        const place = placeIn(message)
        return place ? <PlaceView place={place} /> : undefined
      },
    }),
    [w],
  )
}

/** The same, and a way to send one. */
export function usePlacePart(handle: RefObject<TalkHandle | null>): TalkPart {
  const w = useWords(words)
  const kind = usePlaceKind()
  const [asking, setAsking] = useState(false)
  return useMemo(() => {
    const say = ({ latitude, longitude, name, address }: Spot) =>
      handle.current?.say({
        type: 'location',
        latitude,
        longitude,
        name: oneLine(name).slice(0, longest.name),
        address: oneLine(address).slice(0, longest.address),
      })
    const pick = async () => {
      if (!hasPicker) return setAsking(true)
      const picked = await pickPlace()
      if (picked === 'refused') toast(w.refused, { name: w.allow, run: openPermissions })
      else if (picked !== 'closed') say(picked)
    }
    return {
      ...kind,
      tiles: [{ key: 'place', name: w.tile, icon: 'place', order: 40, run: () => void pick() }],
      overlay: asking && <PlaceForm onSend={say} onClose={() => setAsking(false)} />,
    }
  }, [kind, w, handle, asking])
}

function PlaceView({ place }: { place: Spot }) {
  const w = useWords(words)
  const title = place.name || w.place
  const where = `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`
  return (
    <InfoCard
      top={
        <Box className="info-map">
          <Icon name="place" size={28} />
        </Box>
      }
      title={title}
      text={place.address || where}
      label={w.open(title)}
      onTap={() => showPlace(place)}
    />
  )
}

const placeIn = ({ content }: Pick<Message, 'content'>): Spot | null =>
  content && 'type' in content && content.type === 'location' ? content : null

/** Hosts answer with line ends now and then, which a place has none of. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
