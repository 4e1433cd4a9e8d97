import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useState } from 'react'
import { BlockCell } from '../../capabilities/blocks/BlockCell'
import { presenceLine } from '../../capabilities/presence/line'
import { usePresence } from '../../capabilities/presence/usePresence'
import { WithPresence } from '../../capabilities/presence/WithPresence'
import { words as presenceWords } from '../../capabilities/presence/words'
import { PersonView } from '../../capabilities/profiles/PersonView'
import { usePerson, useProfile } from '../../capabilities/profiles/usePeople'
import { words as reportWords } from '../../capabilities/reports/words'
import { openDirect } from '../../capabilities/rooms/useRoom'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useLanguage, useWords } from '../../kernel/words'
import { go, type Address } from '../../ui/address'
import { Cell, Group } from '../../ui/Cell/Cell'
import { toast } from '../../ui/Toast/toast'
import { Reporting } from './Reporting'

interface Props {
  me: Self
  userId: string
  tab: Address['tab']
  onBack: () => void
}

/** A person, and the room that one shares with only them. */
export function PersonPane({ me, userId, tab, onBack }: Props) {
  const faultText = useFaultText()
  const known = usePerson(userId)
  const page = useProfile(userId)
  const person = userId === me.id ? me : (known ?? page.data)
  const say = useWords(reportWords)
  const [reporting, setReporting] = useState(false)
  const w = useWords(presenceWords)
  const { language } = useLanguage()
  const seen = usePresence([userId])[userId]
  const open = useTask(async () => {
    const room = await openDirect(userId)
    go({ tab, room: room.id }, true)
  })
  return (
    <PersonView
      person={person}
      bio={userId === me.id ? me.bio : page.data?.bio}
      isGone={page.fault?.code === 'not_found'}
      isMe={userId === me.id}
      seen={seen && presenceLine({ ...seen, customStatus: undefined }, w, Date.now(), language)}
      present={face => (
        <WithPresence userId={userId} size={72}>
          {face}
        </WithPresence>
      )}
      busy={open.pending}
      onBack={onBack}
      onMessage={() => void open.run(undefined).catch(fault => toast(faultText(fault)))}
    >
      {person && userId !== me.id && (
        <Group>
          <Cell danger name={say.report} onTap={() => setReporting(true)} />
          <BlockCell person={person} last />
        </Group>
      )}
      {reporting && <Reporting subject={{ userId }} author={person} onClose={() => setReporting(false)} />}
    </PersonView>
  )
}
