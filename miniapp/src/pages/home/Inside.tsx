import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useEffect, useState } from 'react'
import { useIgnoring } from '../../capabilities/blocks/useBlocks'
import { useOpened } from '../../capabilities/conversations/arranging'
import { useConversations } from '../../capabilities/conversations/useConversations'
import { useKeepingDrafts } from '../../capabilities/drafts/useDrafts'
import { useDueNews } from '../../capabilities/schedules/useDueNews'
import { beginSearch } from '../../capabilities/search/searching'
import { useWords } from '../../kernel/words'
import mark from '../../ui/art/mark.svg'
import { back, go, useAddress, type Address } from '../../ui/address'
import { Box, Image } from '../../ui/elements'
import { later } from '../../ui/later'
import { focusOn, useKeys } from '../../ui/keys'
import { setTitle } from '../../ui/page'
import { hasOwnPages, useWide } from '../../ui/screen'
import { NetworkNews } from './NetworkNews'
import { TabPane } from './TabPane'
import { words } from './words'

const loaders = {
  room: () => import('./RoomPane').then(file => file.RoomPane),
  side: () => import('./SidePane').then(file => file.SidePane),
  left: () => import('./LeftView').then(file => file.LeftView),
  community: () => import('./CommunityPane').then(file => file.CommunityPane),
  search: () => import('./SearchPane').then(file => file.SearchPane),
}
const RoomPane = later(loaders.room)
const SidePane = later(loaders.side)
const LeftView = later(loaders.left)
const CommunityPane = later(loaders.community)
const Help = later(() => import('./Help').then(file => file.Help))

/** Views that belong to a room and stand beside it; the others take the place of the list. */
const isBeside = ({ room, view }: Address) =>
  room !== undefined &&
  (view === 'details' ||
    view === 'activity' ||
    view === 'edit' ||
    view === 'add' ||
    view === 'person' ||
    view === 'thread')

/**
 * List, room and details: side by side where there is room, above one another where there is not. All that are
 * open stay mounted, so that each keeps its place while another covers it; where the host keeps pages, only the one
 * that is shown.
 */
export function Inside({ me }: { me: Self }) {
  const w = useWords(words)
  const wide = useWide()
  const address = useAddress()
  const [helping, setHelping] = useState(false)
  const chats = useConversations()
  const { room, community, view } = address
  const beside = isBeside(address)
  const entering = view === 'signin' || view === 'signup'
  const above = view !== undefined && !beside && !entering
  const left = above || community !== undefined
  const shown = above ? 'left' : beside ? 'side' : room ? 'room' : community ? 'left' : 'list'

  useKeepingDrafts(me.id)
  useOpened(room)
  useIgnoring()
  // The list is shown first; what opens from it is there before anyone taps.
  useEffect(() => void Promise.all(Object.values(loaders).map(load => load())).catch(() => undefined), [])
  useDueNews({
    onMessage: (room, message) => go({ tab: address.tab, room, message }),
    onAll: () => go({ tab: address.tab, room, community, view: 'schedules' }),
  })

  const total = chats.totalUnread
  useEffect(
    () => setTitle(total > 0 ? `(${total > 99 ? '99+' : total}) ${w.product}` : w.product),
    [total, w],
  )
  useEffect(() => {
    if (entering) go({ ...address, view: undefined }, true)
  }, [entering])

  useKeys({
    onSearch: () => {
      if (view === 'search') return focusOn('search-field')
      beginSearch()
      go({ tab: address.tab, community, room, view: 'search' })
    },
    onNext: step => {
      const at = chats.rows.findIndex(row => row.roomId === room)
      const next = chats.rows[at < 0 ? 0 : at + step]
      if (next) go({ tab: address.tab, community, room: next.roomId })
    },
    onHelp: () => setHelping(true),
    onEscape: () => {
      const without = { ...address, view: undefined, id: undefined }
      if (view === 'search' && wide) go(without, true)
      else if (view) back(without)
      else if (community) back({ tab: address.tab, room })
    },
  })

  const hide = (pane: typeof shown) => (!wide && shown !== pane ? 'pane-under' : '')
  const listed = shown === 'list' || shown === 'left'
  const isMounted = (pane: typeof shown) => !hasOwnPages || shown === pane
  return (
    <Box className={`home ${wide ? 'home-wide' : ''}`}>
      <Box className={`pane pane-list ${wide || listed ? '' : 'pane-under'}`}>
        {isMounted('list') && (
          <Box className={`pane-body ${left ? 'pane-under' : ''}`}>
            <TabPane me={me} address={address} chats={chats} barred={!wide || !room} />
          </Box>
        )}
        {community && isMounted('left') && (
          <Box className={`pane-body pane-over ${above ? 'pane-under' : ''}`}>
            <CommunityPane
              key={community}
              address={address}
              communityId={community}
              bar={(!wide || !room) && <NetworkNews />}
            />
          </Box>
        )}
        {above && (
          <Box className="pane-body pane-over">
            <LeftView me={me} address={address} />
          </Box>
        )}
      </Box>
      {room && isMounted('room') ? (
        <Box className={`pane pane-room ${hide('room')}`}>
          <RoomPane
            key={room}
            me={me}
            address={address}
            roomId={room}
            active={wide || shown === 'room'}
            wide={wide}
          />
        </Box>
      ) : (
        wide && (
          <Box className="pane pane-room pane-none">
            <NetworkNews />
            <Box className="pane-pick">
              <Image className="pane-mark" src={mark} alt="" />
              <Box className="pane-title" heading={2}>
                {w.pickTitle}
              </Box>
              <Box className="pane-text">{w.pickText}</Box>
            </Box>
          </Box>
        )
      )}
      {beside && room && (
        <Box className={`pane pane-side ${view === 'thread' ? 'pane-thread' : ''} ${hide('side')}`}>
          <SidePane key={room} me={me} address={address} roomId={room} wide={wide} />
        </Box>
      )}
      {helping && <Help onClose={() => setHelping(false)} />}
    </Box>
  )
}
