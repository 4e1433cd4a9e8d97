import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { tallies } from '@community-chat/shared/capabilities/reactions/contract'
import { useMemo, useState } from 'react'
import type { EmojiPanel, TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import type { Place } from '../../ui/elements.types'
import { later } from '../../ui/later'
import { QuickBar } from './QuickBar'
import { ReactionBar } from './ReactionBar'
import { useReact } from './useReactions'
import { words } from './words'

const ReactPicker = later(() => import('./ReactPicker').then(file => file.ReactPicker))
const WhoReacted = later(() => import('./WhoReacted').then(file => file.WhoReacted))

type Open =
  { what: 'picker'; message: Message; at: Place } | { what: 'who'; message: Message; emoji?: string } | null

const middle: Place = { left: 24, right: 24, top: 200, bottom: 200 }

/** The emoji below a message and over its menu; any other to choose, and who left them. */
export function useReactionPart(Emoji: EmojiPanel, onPerson: (userId: string) => void): TalkPart {
  const w = useWords(words)
  const react = useReact()
  const [open, setOpen] = useState<Open>(null)
  const row = useMemo((): TalkPart => {
    const pick = (message: Message, at = middle) => setOpen({ what: 'picker', message, at })
    return {
      below: message => (
        <ReactionBar
          message={message}
          onReact={react}
          onMore={pick}
          onWho={(message, emoji) => setOpen({ what: 'who', message, emoji })}
        />
      ),
      spoken: message => {
        const total = tallies.of(message).reduce((sum, { count }) => sum + count, 0)
        return total > 0 ? w.spoken(total) : undefined
      },
      aboveMenu: (message, close) => (
        <QuickBar
          message={message}
          onReact={(...reaction) => {
            close()
            react(...reaction)
          }}
          onMore={() => {
            close()
            pick(message)
          }}
        />
      ),
      acts: message => [
        {
          key: 'react',
          name: w.title,
          icon: 'react',
          order: 5,
          hover: 'only',
          letter: 'e',
          run: at => pick(message, at),
        },
        ...(tallies.of(message).length === 0
          ? []
          : [
              {
                key: 'who',
                name: w.who,
                icon: 'smile' as const,
                order: 60,
                run: () => setOpen({ what: 'who', message }),
              },
            ]),
      ],
    }
  }, [w, react])
  const close = () => setOpen(null)
  return useMemo(
    () => ({
      ...row,
      overlay:
        open?.what === 'picker' ? (
          <ReactPicker message={open.message} at={open.at} Emoji={Emoji} onReact={react} onClose={close} />
        ) : open ? (
          <WhoReacted message={open.message} emoji={open.emoji} onPerson={onPerson} onClose={close} />
        ) : null,
    }),
    [row, open, Emoji, react, onPerson],
  )
}
