import type { Ref, ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { Feed } from '../../ui/Feed/Feed'
import type { FeedHandle, Seen } from '../../ui/Feed/Feed.types'
import { BubbleSkeleton } from '../../ui/Skeleton/Skeleton'
import { guessHeight, type FeedRow } from './rows'
import { FeedHead, Unsent } from './TalkEdges'
import type { RoomMessages } from './useRoomMessages'
import { words } from './words'

interface Props {
  handle: Ref<FeedHandle>
  roomName: string
  talk: RoomMessages
  rows: readonly FeedRow[]
  /** Under the last message. */
  foot: ReactNode
  render: (item: FeedRow) => ReactNode
  onSeen: (seen: Seen) => void
  onRetry: (item: FeedRow) => void
}

/** The messages of a room, or why there are none to see. */
export function TalkFeed({ handle, roomName, talk, rows, foot, render, onSeen, onRetry }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  if (rows.length > 0) {
    const above = talk.hasOlder && !talk.loadingOlder && !talk.fault
    const beyond = talk.hasNewer && !talk.loadingNewer && !talk.fault
    return (
      <Feed
        handle={handle}
        rows={rows}
        label={w.log(roomName)}
        guess={guessHeight}
        open={talk.hasNewer}
        onTop={above ? () => void talk.loadOlder() : undefined}
        onBottom={beyond ? () => void talk.loadNewer() : undefined}
        onSeen={onSeen}
        head={<FeedHead loading={talk.loadingOlder} begins={!talk.hasOlder} isThread={talk.isThread} />}
        foot={
          <>
            <Unsent rows={rows} onRetry={onRetry} />
            {foot}
          </>
        }
        render={render}
      />
    )
  }
  if (talk.loading) return <BubbleSkeleton label={w.loading} />
  if (!talk.fault) return <EmptyState title={w.noneTitle} text={w.noneText} />
  return (
    <EmptyState title={w.failTitle} text={faultText(talk.fault)}>
      <Button kind="tint" onTap={() => void talk.loadOlder()}>
        {w.tryAgain}
      </Button>
    </EmptyState>
  )
}
