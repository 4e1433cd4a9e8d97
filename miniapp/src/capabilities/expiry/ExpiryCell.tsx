import { type Room, rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { call } from '../../kernel/client'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Group } from '../../ui/Cell/Cell'
import { toast } from '../../ui/Toast/toast'
import { ExpiryChoice } from './ExpiryChoice'
import { words } from './words'

interface Props {
  room: Room
  /** Whether I may set it. */
  mayChange: boolean
  /** The room as the server has it now. */
  reload: () => Promise<void>
}

/** How long what is said in a room lasts; what is chosen holds at once. */
export function ExpiryCell({ room, mayChange, reload }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const present = room.settings.expiresAfter
  const set = async (expiresAfter: number) => {
    if (expiresAfter === present) return
    const change = { roomId: room.id, version: room.version, settings: { expiresAfter } }
    try {
      await call(rooms.routes.update, change)
      toast(w.saved)
    } catch (error) {
      toast(faultText(error as { code: string }))
    }
    await reload()
  }
  return (
    <Group>
      <ExpiryChoice seconds={present} onChange={mayChange ? one => void set(one) : undefined} />
    </Group>
  )
}
