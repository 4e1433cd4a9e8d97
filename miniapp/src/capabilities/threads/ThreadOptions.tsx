import { ThreadLevel } from '@community-chat/shared/capabilities/threads/contract'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Tap } from '../../ui/elements'
import type { Place } from '../../ui/elements.types'
import { Icon } from '../../ui/Icon/Icon'
import { Menu, type MenuItem } from '../../ui/Menu/Menu'
import { screenSize } from '../../ui/screen'
import { toast } from '../../ui/Toast/toast'
import { setFollowing, setLevel, useSeat } from './useThreads'
import { words } from './words'

/** What a thread calls me for, and whether I follow it. */
export function ThreadOptions({ rootId }: { rootId: string }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const seat = useSeat(rootId)
  const [at, setAt] = useState<Place | null>(null)
  const fail = (fault: { code: string }) => toast(faultText(fault))
  const follow = (on: boolean) =>
    void setFollowing(rootId, on).then(() => toast(on ? w.followed : w.unfollowed), fail)
  const items: MenuItem[] = seat?.following
    ? [
        ...ThreadLevel.options.map((level): MenuItem => ({
          icon: seat.level === level ? 'check' : level === 'all' ? 'bell' : level === 'none' ? 'mute' : 'at',
          name: w.levels[level],
          run: () => void setLevel(rootId, level).catch(fail),
        })),
        { icon: 'close', name: w.unfollow, run: () => follow(false) },
      ]
    : [{ icon: 'bell', name: w.follow, run: () => follow(true) }]
  return (
    <>
      <Tap className="hit" label={w.options} onTapAt={setAt}>
        <Icon name={seat?.following ? (seat.level === 'none' ? 'mute' : 'bell') : 'plus'} size={22} />
      </Tap>
      {at && (
        <Menu label={w.options} at={at} screen={screenSize()} items={items} onClose={() => setAt(null)} />
      )}
    </>
  )
}
