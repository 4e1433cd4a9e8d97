import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useState } from 'react'
import { useWords } from '../../kernel/words'
import { Cell, Group } from '../../ui/Cell/Cell'
import { Box } from '../../ui/elements'
import { later } from '../../ui/later'
import { mayEdit } from './place'
import { words } from './words'
import './Announcement.scss'

const AnnouncementSheet = later(() => import('./AnnouncementSheet').then(file => file.AnnouncementSheet))

/** The announcement among a room's details; who may change the room can write one. */
export function AnnouncementCell({ room, by }: { room: Room; by?: string }) {
  const w = useWords(words)
  const [isOpen, setOpen] = useState(false)
  const text = room.announcement?.text
  if (!text && !mayEdit(room)) return null
  return (
    <>
      <Group>
        <Cell icon="horn" name={w.announcement} last={!text} onTap={() => setOpen(true)} />
        {text && <Box className="announcement-beginning">{text}</Box>}
      </Group>
      {isOpen && <AnnouncementSheet room={room} by={by} onClose={() => setOpen(false)} />}
    </>
  )
}
