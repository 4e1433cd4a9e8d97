import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useState } from 'react'
import type { Conversations } from '../../capabilities/conversations/useConversations'
import { PresenceCell } from '../../capabilities/presence/PresenceCell'
import { ReceiptCell } from '../../capabilities/receipts/ReceiptCell'
import { useAttention } from '../../capabilities/schedules/schedules'
import { words as planned } from '../../capabilities/schedules/words'
import { signOut } from '../../kernel/session'
import { useWords } from '../../kernel/words'
import { go, type Address } from '../../ui/address'
import { Box } from '../../ui/elements'
import { later } from '../../ui/later'
import { TabBar } from '../../ui/TabBar/TabBar'
import { Chats } from './Chats'
import { NetworkNews } from './NetworkNews'
import { OwnCells } from './OwnCells'
import { words } from './words'

const MeView = later(() => import('../../capabilities/profiles/MeView').then(file => file.MeView))
const DiscoverTab = later(() => import('./DiscoverTab').then(file => file.DiscoverTab))

interface Props {
  me: Self
  address: Address
  chats: Conversations
  /** The network bar belongs here. */
  barred: boolean
}

type Tab = 'chats' | 'discover' | 'me'

/** The tabs and what the chosen one shows; one that was opened stays as it was left. */
export function TabPane({ me, address, chats, barred }: Props) {
  const w = useWords(words)
  const tab: Tab = address.tab ?? 'chats'
  const [opened, setOpened] = useState<Tab[]>([])
  const visible = opened.includes(tab) ? opened : [...opened, tab]
  if (visible !== opened) setOpened(visible)
  const bar = barred && <NetworkNews />
  const total = chats.totalUnread
  const attention = useAttention()
  const say = useWords(planned)

  const place = (one: Tab) => {
    if (one === 'chats')
      return <Chats me={me} chats={chats} selected={address.room} bar={bar} tab={address.tab} />
    if (one === 'me')
      return (
        <MeView
          me={me}
          presence={
            <>
              <PresenceCell />
              <ReceiptCell />
            </>
          }
          own={<OwnCells me={me} address={address} />}
          onProfile={() => go({ ...address, view: 'profile' })}
          onBlocked={() => go({ ...address, view: 'blocked' })}
          onPassword={() => go({ ...address, view: 'password' })}
          onWays={() => go({ ...address, view: 'ways' })}
          onLeave={() => go({ ...address, view: 'leave' })}
          onSignOut={everywhere => void signOut(everywhere).then(() => go({}, true))}
        />
      )
    return <DiscoverTab address={address} bar={bar} isMine={chats.isIn} />
  }
  return (
    <>
      <Box className="tab-places">
        {visible.map(one => (
          <Box key={one} className={`tab-place ${one === tab ? '' : 'pane-under'}`}>
            {place(one)}
          </Box>
        ))}
      </Box>
      <TabBar<Tab>
        label={w.places}
        current={tab}
        onChoose={one => go({ room: address.room, tab: one === 'chats' ? undefined : one })}
        tabs={[
          {
            key: 'chats',
            name: w.chats,
            icon: 'chat',
            iconOn: 'chat-on',
            count: total,
            label: total > 0 ? w.chatsUnread(total) : undefined,
          },
          { key: 'discover', name: w.discover, icon: 'compass', iconOn: 'compass-on' },
          {
            key: 'me',
            name: w.me,
            icon: 'me',
            iconOn: 'me-on',
            count: attention,
            label: attention > 0 ? say.attention(attention) : undefined,
          },
        ]}
      />
    </>
  )
}
