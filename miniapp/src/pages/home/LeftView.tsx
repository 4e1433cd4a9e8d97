import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { ChangePassword } from '../../capabilities/accounts/ChangePassword'
import { EditProfile } from '../../capabilities/profiles/EditProfile'
import { PeoplePicker } from '../../capabilities/profiles/PeoplePicker'
import { NewRoom } from '../../capabilities/rooms/NewRoom'
import { useWords } from '../../kernel/words'
import { back, go, type Address } from '../../ui/address'
import { NavBar } from '../../ui/NavBar/NavBar'
import { PersonPane } from './PersonPane'
import { words } from './words'

/** Views that stand above the list: they belong to no room. */
export function LeftView({ me, address }: { me: Self; address: Address }) {
  const w = useWords(words)
  const { tab, room, view, id } = address
  const onBack = () => back({ tab, room })
  if (view === 'profile') return <EditProfile me={me} onBack={onBack} />
  if (view === 'password') return <ChangePassword onBack={onBack} />
  if (view === 'person' && id) return <PersonPane key={id} me={me} userId={id} tab={tab} onBack={onBack} />
  if (view === 'new') {
    return (
      <NewRoom
        onBack={onBack}
        onMade={made => go({ room: made.id }, true)}
        picker={(chosen, onTap) => <PeoplePicker chosen={chosen} onTap={onTap} without={new Set([me.id])} />}
      />
    )
  }
  return (
    <>
      <NavBar title={w.find} backLabel={w.return} onBack={onBack} />
      <PeoplePicker without={new Set([me.id])} onTap={person => go({ tab, view: 'person', id: person.id })} />
    </>
  )
}
