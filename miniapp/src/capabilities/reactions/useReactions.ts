/** Reacting, on the device. */
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import type { Fault } from '@community-chat/shared/protocol/faults'
import { useCallback } from 'react'
import { call } from '../../kernel/client'
import { theDevice } from '../../kernel/device'
import { useFaultText } from '../../kernel/faults'
import { toast } from '../../ui/Toast/toast'

const { add, remove } = reactions.routes

/** Leaves an emoji on a message, or takes it back; a refusal is told in a toast. */
export function useReact(): (messageId: string, emoji: string, on: boolean) => void {
  const faultText = useFaultText()
  return useCallback(
    (messageId, emoji, on) =>
      void call(on ? add : remove, { messageId, emoji }).then(
        message => theDevice()?.take(message),
        (fault: Fault) => toast(faultText(fault)),
      ),
    [faultText],
  )
}
