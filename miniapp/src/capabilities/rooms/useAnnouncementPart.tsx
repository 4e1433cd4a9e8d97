import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useEffect, useMemo, useState } from 'react'
import { useDevice } from '../../kernel/device'
import { storageAt } from '../../kernel/storage'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { later } from '../../ui/later'
import { TopBar } from '../../ui/TopBar/TopBar'
import { words } from './words'

const AnnouncementSheet = later(() => import('./AnnouncementSheet').then(file => file.AnnouncementSheet))

/** Over the messages, what the keepers want everyone to read first, until it was opened on this device. */
export function useAnnouncementPart(room: Room, nameOf: (userId: string) => string): TalkPart {
  const w = useWords(words)
  const [isOpen, setOpen] = useState(false)
  const { announcement } = room
  const read = useRead(room.id)
  const text = announcement?.text
  const fresh = announcement !== null && read.at !== undefined && read.at !== announcement.at
  return useMemo(
    () => ({
      top: fresh && text && (
        <TopBar
          icon="horn"
          line={text.replace(/\s+/g, ' ')}
          label={`${w.announcement}${w.colon}${text}`}
          onTap={() => {
            setOpen(true)
            read.note(announcement!.at)
          }}
        />
      ),
      overlay: isOpen && (
        <AnnouncementSheet
          room={room}
          by={announcement?.by ? nameOf(announcement.by) : undefined}
          onClose={() => setOpen(false)}
        />
      ),
    }),
    [w, fresh, text, announcement, isOpen, room, nameOf, read],
  )
}

/** Which announcement of a room was opened here: its time, null for none, undefined while that is not known yet. */
function useRead(roomId: string) {
  const me = useDevice(({ replica }) => replica.me, '')
  const [known, setKnown] = useState<{ roomId: string; at: string | null } | null>(null)
  useEffect(() => {
    if (!me) return undefined
    let isWanted = true
    const key = `announcement/${roomId}`
    const show = (at: string | null) => isWanted && setKnown({ roomId, at })
    storageAt(`person/${me}`)
      .load<string>(key)
      .then(
        found => show(found.get(key) ?? null),
        () => show(null),
      )
    return () => {
      isWanted = false
    }
  }, [me, roomId])
  const at = known?.roomId === roomId ? known.at : undefined
  return useMemo(
    () => ({
      at,
      note(at: string) {
        setKnown({ roomId, at })
        // Where it cannot be kept the bar is there again the next time, and nothing else.
        void storageAt(`person/${me}`)
          .write({ [`announcement/${roomId}`]: at })
          .catch(() => undefined)
      },
    }),
    [me, roomId, at],
  )
}
