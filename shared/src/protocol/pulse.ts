/** Whether a socket is still alive: browsers hide the server's pings, so silence has to be questioned. */
import type { Clock } from './transport'

export interface Pulse {
  /** Something arrived. */
  heard(): void
  heardAt(): number
  /** A request went unanswered; calls `dead` at the second in a row with nothing heard since. */
  unanswered(sentAt: number): void
  /** Begins to watch a socket whose server beats this often, in milliseconds. */
  begin(heartbeat: number): void
  end(): void
}

/** Watches one socket at a time; `question` must make the server say something. */
export function createPulse(clock: Clock, question: () => void, dead: () => void): Pulse {
  let heardAt = 0
  let silences = 0
  let cancel = () => {}

  function beat(heartbeat: number): void {
    cancel = clock.after(heartbeat, () => {
      beat(heartbeat)
      if (clock.now() - heardAt >= heartbeat * 2) question()
    })
  }

  return {
    heard: () => {
      heardAt = clock.now()
      silences = 0
    },
    heardAt: () => heardAt,
    unanswered: sentAt => {
      // One lost answer may be a slow server; two with nothing heard between are a dead line.
      if (heardAt < sentAt && ++silences >= 2) dead()
    },
    begin: heartbeat => {
      cancel()
      beat(heartbeat)
    },
    end: () => {
      cancel()
      silences = 0
    },
  }
}
