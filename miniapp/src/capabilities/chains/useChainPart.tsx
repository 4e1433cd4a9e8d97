import { chainOf, isClosed, links } from '@community-chat/shared/capabilities/chains/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useMemo, useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { later } from '../../ui/later'
import { Sheet } from '../../ui/Sheet/Sheet'
import { toast } from '../../ui/Toast/toast'
import { ChainView } from './ChainView'
import { close } from './entries'
import { words } from './words'

const ChainSheet = later(() => import('./ChainSheet').then(file => file.ChainSheet))
const JoinSheet = later(() => import('./JoinSheet').then(file => file.JoinSheet))
const EntriesSheet = later(() => import('./EntriesSheet').then(file => file.EntriesSheet))

type Open = { what: 'new' } | { what: 'join' | 'all' | 'close'; message: Message } | null

interface Use {
  roomId: string
  me: Self
  isModerator: boolean
  nameOf: (userId: string) => string
}

/** A chain in one line of words. */
export function useChainPreview(): TalkPart {
  const w = useWords(words)
  return useMemo(
    () => ({
      preview: message => {
        const chain = chainOf(message)
        return chain ? w.preview(chain.title) : undefined
      },
    }),
    [w],
  )
}

/** Chains: starting one, joining it, everyone in it, and closing it. */
export function useChainPart({ roomId, me, isModerator, nameOf }: Use): TalkPart {
  const w = useWords(words)
  const faultText = useFaultText()
  const [open, setOpen] = useState<Open>(null)
  const row = useMemo(
    (): TalkPart => ({
      content: message => {
        const chain = chainOf(message)
        return chain ? (
          <ChainView
            message={message}
            chain={chain}
            myId={me.id}
            nameOf={nameOf}
            onJoin={message => setOpen({ what: 'join', message })}
            onAll={message => setOpen({ what: 'all', message })}
          />
        ) : undefined
      },
      tiles: [{ key: 'chain', name: w.tile, icon: 'list', order: 62, run: () => setOpen({ what: 'new' }) }],
      acts: message => {
        const chain = chainOf(message)
        if (!chain) return []
        const counted = links.of(message)
        const mayEnd = !isClosed(chain, counted, Date.now()) && (message.senderId === me.id || isModerator)
        return [
          ...(counted.count > 0
            ? [
                {
                  key: 'chain-all',
                  name: w.entries,
                  icon: 'people' as const,
                  order: 62,
                  run: () => setOpen({ what: 'all', message }),
                },
              ]
            : []),
          ...(mayEnd
            ? [
                {
                  key: 'chain-close',
                  name: w.end,
                  icon: 'check' as const,
                  order: 63,
                  run: () => setOpen({ what: 'close', message }),
                },
              ]
            : []),
        ]
      },
    }),
    [w, me.id, isModerator, nameOf],
  )
  return useMemo(() => {
    const shut = () => setOpen(null)
    const end = (messageId: string) => void close(messageId).catch(fault => toast(faultText(fault)))
    const chain = open && open.what !== 'new' ? chainOf(open.message) : null
    return {
      ...row,
      overlay:
        open?.what === 'new' ? (
          <ChainSheet roomId={roomId} onClose={shut} />
        ) : open?.what === 'join' && chain ? (
          <JoinSheet message={open.message} chain={chain} myName={me.displayName} onClose={shut} />
        ) : open?.what === 'all' ? (
          <EntriesSheet message={open.message} myId={me.id} onClose={shut} />
        ) : open?.what === 'close' ? (
          <Sheet
            hint={w.endAsk}
            items={[{ name: w.end, danger: true, run: () => end(open.message.id) }]}
            cancel={w.cancel}
            onClose={shut}
          />
        ) : null,
    }
  }, [row, open, roomId, me, w, faultText])
}
