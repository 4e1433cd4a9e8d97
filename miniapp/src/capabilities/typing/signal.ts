/** When a device tells that its person is typing. Pure but for its clock. */
import { tellEvery, typingLasts } from '@community-chat/shared/capabilities/typing/contract'
import type { Clock } from '@community-chat/shared/protocol/transport'

export interface Signal {
  /** What stands in the field changed to this. */
  typed(text: string): void
  /** The field is gone, or nobody sees it any more. */
  stop(): void
}

/** Tells a start at most each 3 s, and a stop when the field is empty or nothing was typed for 6 s. */
export function createSignal(clock: Clock, tell: (isTyping: boolean) => void): Signal {
  let isTyping = false
  let toldAt = -Infinity
  let cancelIdle = () => {}

  function stop(): void {
    cancelIdle()
    if (!isTyping) return
    isTyping = false
    tell(false)
  }

  return {
    typed(text) {
      if (!text.trim()) return stop()
      cancelIdle()
      cancelIdle = clock.after(typingLasts, stop)
      if (clock.now() - toldAt < tellEvery) return
      toldAt = clock.now()
      isTyping = true
      tell(true)
    },
    stop,
  }
}
