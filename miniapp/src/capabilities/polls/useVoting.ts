/** Voting, on the device: what I tap shows at once, and settles by the server's answer. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { ownChoice, type PollContent, polls } from '@community-chat/shared/capabilities/polls/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call } from '../../kernel/client'
import { theDevice } from '../../kernel/device'
import { useFaultText } from '../../kernel/faults'
import { toast } from '../../ui/Toast/toast'
import { tapped } from './tally'

/** Sets what I chose in a poll. */
export const vote = async (messageId: string, options: readonly string[]): Promise<void> =>
  theDevice()?.take(await call(polls.routes.vote, { messageId, options: [...options] }))

/** My choice as it was tapped, null where nothing waits for an answer; and the tap. Taps are sent one after the other. */
export function useVoting(message: Message, poll: PollContent) {
  const faultText = useFaultText()
  const [wanted, setWanted] = useState<readonly string[] | null>(null)
  const latest = useRef<readonly string[] | null>(null)
  const busy = useRef(false)
  const lives = useRef(true)
  useEffect(() => {
    lives.current = true
    return () => {
      lives.current = false
    }
  }, [])
  const set = useCallback((next: readonly string[] | null) => {
    latest.current = next
    if (lives.current) setWanted(next)
  }, [])
  const tap = (id: string) => {
    const chosen = latest.current ?? ownChoice(message)
    const next = tapped(poll, chosen, id)
    if (next === chosen) return
    set(next)
    if (!busy.current) void settle()
  }
  const settle = async () => {
    busy.current = true
    let sent: readonly string[] | null = null
    try {
      while (latest.current && latest.current !== sent) {
        sent = latest.current
        await vote(message.id, sent)
      }
      // The device shows the answer with its next frame: until then mine stands, and counts the same.
      setTimeout(() => latest.current === sent && set(null), 100)
    } catch (fault) {
      toast(faultText(fault as { code: string }))
      set(null)
    } finally {
      busy.current = false
    }
  }
  return { wanted, tap }
}
