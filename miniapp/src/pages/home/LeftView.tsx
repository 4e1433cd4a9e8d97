import type { Favourite } from '@community-chat/shared/capabilities/favourites/contract'
import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useMemo } from 'react'
import { ChangePassword } from '../../capabilities/accounts/ChangePassword'
import { DeleteAccount } from '../../capabilities/accounts/DeleteAccount'
import { WaysView } from '../../capabilities/accounts/WaysView'
import { BlockedPeople } from '../../capabilities/blocks/BlockedPeople'
import { CommunityMembers } from '../../capabilities/communities/CommunityMembers'
import { EditCommunity } from '../../capabilities/communities/EditCommunity'
import { NewCommunity } from '../../capabilities/communities/NewCommunity'
import { addToCommunity, useCommunityMembers } from '../../capabilities/communities/useCommunities'
import { EditProfile } from '../../capabilities/profiles/EditProfile'
import { PeoplePicker } from '../../capabilities/profiles/PeoplePicker'
import { NewRoom } from '../../capabilities/rooms/NewRoom'
import { theDevice } from '../../kernel/device'
import { useWords } from '../../kernel/words'
import { back, go, type Address } from '../../ui/address'
import { NavBar } from '../../ui/NavBar/NavBar'
import { later } from '../../ui/later'
import { AddPeople } from './AddPeople'
import { PersonPane } from './PersonPane'
import { useFavouriteWords } from './useFavouriteWords'
import { words } from './words'

const Threads = later(() => import('./Threads').then(file => file.Threads))

const SearchPane = later(() => import('./SearchPane').then(file => file.SearchPane))

const Favourites = later(() =>
  import('../../capabilities/favourites/Favourites').then(file => file.Favourites),
)

const Schedules = later(() => import('./Schedules').then(file => file.Schedules))

/** Views that stand above the list: they belong to no room. */
export function LeftView({ me, address }: { me: Self; address: Address }) {
  const w = useWords(words)
  const { tab, room, community, view, id } = address
  const here: Address = { tab, room, community }
  const onBack = () => back(here)
  if (view === 'search') return <SearchPane me={me} address={address} onBack={onBack} />
  if (view === 'profile') return <EditProfile me={me} onBack={onBack} />
  if (view === 'threads') return <Threads me={me} tab={tab} onBack={onBack} />
  if (view === 'blocked') return <BlockedPeople onBack={onBack} />
  if (view === 'schedules') return <Schedules tab={tab} onBack={onBack} />
  if (view === 'favourites')
    return <Favourites useWording={useFavouriteWords} onOpen={toFavourite(tab)} onBack={onBack} />
  if (view === 'password') return <ChangePassword onBack={onBack} />
  if (view === 'ways')
    return <WaysView onBack={onBack} onPassword={() => go({ ...address, view: 'password' })} />
  if (view === 'leave') return <DeleteAccount me={me} onBack={onBack} onGone={() => go({}, true)} />
  if (view === 'person' && id) return <PersonPane key={id} me={me} userId={id} tab={tab} onBack={onBack} />
  if (view === 'new') {
    return (
      <NewRoom
        communityId={community}
        onBack={onBack}
        onMade={made => go(community ? { ...here, room: made.id } : { room: made.id }, true)}
        picker={(chosen, onTap) => <PeoplePicker chosen={chosen} onTap={onTap} without={new Set([me.id])} />}
      />
    )
  }
  if (view === 'new-community') {
    return <NewCommunity onBack={onBack} onMade={made => go({ tab, room, community: made.id }, true)} />
  }
  if (community && view === 'edit-community') return <EditCommunity communityId={community} onBack={onBack} />
  if (community && view === 'add-members') return <AddMembers communityId={community} onBack={onBack} />
  if (community && view === 'members') {
    return (
      <CommunityMembers
        communityId={community}
        myId={me.id}
        onBack={onBack}
        onAdd={() => go({ ...here, view: 'add-members' })}
        onPerson={userId => go({ tab, community, view: 'person', id: userId })}
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

function AddMembers({ communityId, onBack }: { communityId: string; onBack: () => void }) {
  const { rows } = useCommunityMembers(communityId)
  const without = useMemo(() => new Set(rows.map(member => member.userId)), [rows])
  return <AddPeople without={without} add={userId => addToCommunity(communityId, userId)} onBack={onBack} />
}

/** To what I keep, where it stands; false where I am no longer in its room. */
const toFavourite =
  (tab: Address['tab']) =>
  ({ roomId, messageId }: Favourite): boolean => {
    const isIn = roomId in (theDevice()?.get().replica.rooms ?? {})
    if (isIn) go({ tab, room: roomId, message: messageId })
    return isIn
  }
