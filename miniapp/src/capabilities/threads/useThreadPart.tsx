import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { thread } from '@community-chat/shared/capabilities/threads/contract'
import { isAside } from '@community-chat/shared/protocol/windows'
import { useMemo, useState } from 'react'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { AlsoToRoom, RepliesLine, ThreadClosed } from './AlsoToRoom'
import { FromThread, ThreadFooter } from './ThreadFooter'
import { useRoot } from './useThreads'
import { words } from './words'

interface Use {
  roomId: string
  /** The thread that this talk is; absent in the room itself. */
  rootId: string | undefined
  people: Readonly<Record<string, Person | undefined>>
  onOpen: (rootId: string) => void
  /** Someone was led to a message that stands only in its thread. */
  onLed: (message: Message) => void
}

/** Threads in a room: what hangs on its messages, and the way in. In a thread: how one says something there. */
export function useThreadPart({ roomId, rootId, ...room }: Use): TalkPart {
  const inRoom = useInRoom(room)
  const inThread = useInThread(roomId, rootId ?? '')
  return rootId ? inThread : inRoom
}

function useInRoom({ people, onOpen, onLed }: Omit<Use, 'roomId' | 'rootId'>): TalkPart {
  const w = useWords(words)
  return useMemo(
    () => ({
      acts: ({ id, threadId }) => [
        {
          key: 'thread',
          name: threadId ? w.open : w.start,
          icon: 'thread',
          order: 15,
          hover: true,
          run: () => onOpen(threadId ?? id),
        },
      ],
      over: ({ threadId }) => threadId && <FromThread rootId={threadId} onOpen={onOpen} />,
      below: message => <ThreadFooter message={message} people={people} onOpen={onOpen} />,
      elsewhere: (message: Message) => {
        if (!isAside(message)) return false
        onLed(message)
        return true
      },
    }),
    [w, people, onOpen, onLed],
  )
}

function useInThread(roomId: string, rootId: string): TalkPart {
  const root = useRoot(roomId, rootId)
  const [also, setAlso] = useState(false)
  const isClosed = root?.gone !== undefined
  return useMemo(
    () => ({
      below: message => message.id === rootId && <RepliesLine count={thread.of(message)?.count ?? 0} />,
      suggest: () => <AlsoToRoom on={also} onChange={setAlso} />,
      sending: saying => ({ ...saying, threadId: rootId, ...(also ? { alsoToRoom: true } : {}) }),
      sent: () => setAlso(false),
      closed: isClosed ? <ThreadClosed /> : undefined,
    }),
    [rootId, also, isClosed],
  )
}
