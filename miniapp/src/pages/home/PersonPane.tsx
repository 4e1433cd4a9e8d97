import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { PersonView } from '../../capabilities/profiles/PersonView'
import { usePerson } from '../../capabilities/profiles/usePeople'
import { openDirect } from '../../capabilities/rooms/useRoom'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { go, type Address } from '../../ui/address'
import { toast } from '../../ui/Toast/toast'

interface Props {
  me: Self
  userId: string
  tab: Address['tab']
  onBack: () => void
}

/** A person, and the room that one shares with only them. */
export function PersonPane({ me, userId, tab, onBack }: Props) {
  const faultText = useFaultText()
  const person = usePerson(userId)
  const open = useTask(async () => {
    const room = await openDirect(userId)
    go({ tab, room: room.id }, true)
  })
  return (
    <PersonView
      person={userId === me.id ? me : person}
      isMe={userId === me.id}
      busy={open.pending}
      onBack={onBack}
      onMessage={() => void open.run(undefined).catch(fault => toast(faultText(fault)))}
    />
  )
}
