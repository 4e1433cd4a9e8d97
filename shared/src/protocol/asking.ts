/** Requests on a socket: each gets an id, and the reply or fault with that id settles it, or the clock does. */
import { commonFaults, Fault, type FaultData } from './faults'
import type { FaultFrame, ReplyFrame } from './frame'
import { unreached } from './http'
import type { Clock } from './transport'

/** How long a device waits for an answer on a socket, in milliseconds. */
export const answerWithin = 5_000

export interface Asking {
  /** Sends a frame under a new id and waits for its answer. */
  ask(frame: Record<string, unknown>, send: (frame: object) => void): Promise<unknown>
  /** Hears an answer; one that nobody waits for any more is ignored. */
  answer(frame: ReplyFrame | FaultFrame): void
  /** Refuses all that still wait: the socket is gone. */
  abandon(): void
}

interface Waiting {
  resolve(data: unknown): void
  reject(fault: Fault): void
  cancel(): void
}

/** Keeps the requests of one connection; `unanswered` hears of each that timed out, with the time it was sent. */
export function createAsking(clock: Clock, unanswered: (sentAt: number) => void): Asking {
  const waiting = new Map<string, Waiting>()
  let last = 0

  function take(id: string): Waiting | undefined {
    const one = waiting.get(id)
    waiting.delete(id)
    one?.cancel()
    return one
  }

  return {
    ask: (frame, send) =>
      new Promise((resolve, reject) => {
        const id = String(++last)
        const sentAt = clock.now()
        const cancel = clock.after(answerWithin, () => {
          take(id)?.reject(unreached('timeout'))
          unanswered(sentAt)
        })
        waiting.set(id, { resolve, reject, cancel })
        send({ ...frame, id })
      }),
    answer: frame => {
      const one = frame.id === undefined ? undefined : take(frame.id)
      if (frame.type === 'reply') one?.resolve((frame as ReplyFrame).data)
      else one?.reject(faultOf(frame as FaultFrame))
    },
    abandon: () => {
      for (const id of [...waiting.keys()]) take(id)?.reject(unreached('offline'))
    },
  }
}

/** A fault's frame as what a caller catches; a code of a capability's own counts as 409, which is what most are. */
function faultOf({ code, message, data, retryAfter }: FaultFrame): Fault {
  const status = commonFaults[code as keyof typeof commonFaults]?.[0] ?? 409
  const all: FaultData | undefined = retryAfter === undefined ? data : { ...data, retryAfter }
  return new Fault(code, status, message, all)
}
