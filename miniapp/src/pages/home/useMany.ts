import { favourites } from '@community-chat/shared/capabilities/favourites/contract'
import { hidden, hiding } from '@community-chat/shared/capabilities/hiding/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { useMemo } from 'react'
import type { ManyAct } from '../../capabilities/forwarding/useForwardPart'
import { call } from '../../kernel/client'
import { theDevice } from '../../kernel/device'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { toast } from '../../ui/Toast/toast'
import { words } from './words'

const keep = ({ id: messageId }: Message) => call(favourites.routes.keep, { messageId })
const hide = async ({ id: messageId }: Message) =>
  theDevice()?.takeOwn(hidden.name, [await call(hiding.routes.hide, { messageId })])

/** What is done with several chosen messages beside forwarding them. */
export function useMany(): readonly ManyAct[] {
  const w = useWords(words)
  const faultText = useFaultText()
  return useMemo(() => {
    // One after the other: it stops at the first that is refused, and says why.
    const each = async (messages: Message[], act: (message: Message) => Promise<unknown>, done: string) => {
      try {
        for (const message of messages) await act(message)
        toast(done)
      } catch (fault) {
        toast(faultText(fault as { code: string }))
      }
    }
    return [
      {
        key: 'keep',
        name: w.keepMany,
        icon: 'star',
        run: all => void each(all, keep, w.keptMany(all.length)),
      },
      {
        key: 'hide',
        name: w.hideMany,
        icon: 'trash',
        danger: true,
        run: all => void each(all, hide, w.hidMany(all.length)),
      },
    ]
  }, [w, faultText])
}
