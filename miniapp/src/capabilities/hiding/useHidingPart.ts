import { hidden, hiding, isHidden } from '@community-chat/shared/capabilities/hiding/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { useMemo } from 'react'
import { call } from '../../kernel/client'
import { theDevice, useDevice } from '../../kernel/device'
import { useFaultText } from '../../kernel/faults'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { toast } from '../../ui/Toast/toast'
import { words } from './words'

const nothing = {}

/** Messages that I delete for me alone, on all of my devices; for a moment that can be undone. */
export function useHidingPart(): TalkPart {
  const w = useWords(words)
  const faultText = useFaultText()
  const rows = useDevice(({ replica }) => replica.own[hidden.name], undefined)
  return useMemo(() => {
    const own = rows ? { [hidden.name]: rows } : nothing
    const act = async ({ id: messageId }: Message, isHiding: boolean) => {
      const row = await call(isHiding ? hiding.routes.hide : hiding.routes.show, { messageId })
      theDevice()?.takeOwn(hidden.name, [row])
    }
    const fail = (error: unknown) => toast(faultText(error as { code: string }))
    const hide = (message: Message) =>
      act(message, true).then(
        () => toast(w.hidden, { name: w.undo, run: () => void act(message, false).catch(fail) }),
        fail,
      )
    return {
      hides: message => isHidden(message, own),
      acts: message => [
        { key: 'hide', name: w.hide, icon: 'trash', order: 98, danger: true, run: () => void hide(message) },
      ],
    }
  }, [w, faultText, rows])
}
