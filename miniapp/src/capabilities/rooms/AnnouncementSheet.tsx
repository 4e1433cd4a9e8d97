import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useLanguage, useWords } from '../../kernel/words'
import { AreaField } from '../../ui/Area/AreaField'
import { Button } from '../../ui/Button/Button'
import { Box, Text } from '../../ui/elements'
import { TallSheet } from '../../ui/TallSheet/TallSheet'
import { separatorTime } from '../../ui/times'
import { toast } from '../../ui/Toast/toast'
import { mayEdit } from './place'
import { updateRoom } from './useRoom'
import { words } from './words'
import './Announcement.scss'

interface Props {
  room: Room
  /** Who wrote it, where that is known. */
  by?: string
  onClose: () => void
}

const longest = 1000

/** The whole announcement of a room, who wrote it and when; who may change the room changes it here. */
export function AnnouncementSheet({ room, by, onClose }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const { language } = useLanguage()
  const { announcement } = room
  const [text, setText] = useState<string | null>(announcement || !mayEdit(room) ? null : '')
  const save = useTask(async (text: string) => {
    await updateRoom({ roomId: room.id, version: room.version, announcement: text.trim() })
    toast(w.saved)
    onClose()
  })
  const submit = (text: string) => void save.run(text).catch(() => undefined)
  const same = (text ?? '').trim() === (announcement?.text ?? '')
  const foot =
    text !== null ? (
      <Button block busy={save.pending} disabled={same} onTap={() => submit(text)}>
        {w.save}
      </Button>
    ) : mayEdit(room) ? (
      <Button kind="tint" block onTap={() => setText(announcement?.text ?? '')}>
        {w.editAnnouncement}
      </Button>
    ) : undefined
  return (
    <TallSheet title={w.announcement} closeLabel={w.close} onClose={onClose} foot={foot}>
      <Box className="announcement">
        {text !== null ? (
          <AreaField
            id="announcement"
            title={w.announcement}
            value={text}
            onInput={setText}
            placeholder={w.announcementHint}
            maxLength={longest}
            error={
              save.fault ? (save.fault.code === 'stale_version' ? w.stale : faultText(save.fault)) : undefined
            }
          />
        ) : announcement ? (
          <>
            <Text className="announcement-by">
              {[by, separatorTime(Date.parse(announcement.at), Date.now(), language)]
                .filter(Boolean)
                .join(' · ')}
            </Text>
            <Text className="announcement-text">{announcement.text}</Text>
          </>
        ) : (
          <Text className="announcement-by">{w.noAnnouncement}</Text>
        )}
      </Box>
    </TallSheet>
  )
}
