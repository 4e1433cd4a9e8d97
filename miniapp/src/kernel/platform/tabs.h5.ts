/** How the tabs of a browser agree: a channel to talk, and locks so that one at a time does a thing. */
import { takeLease } from './lease.h5'

export interface Channel<T> {
  post(message: T): void
  close(): void
}

/** A line to the other tabs; a browser without one simply hears nothing of them. */
export function openChannel<T>(name: string, hear: (message: T) => void): Channel<T> {
  if (typeof BroadcastChannel === 'undefined') return { post: () => undefined, close: () => undefined }
  const channel = new BroadcastChannel(`community-chat ${name}`)
  channel.onmessage = ({ data }) => hear(data as T)
  return { post: message => channel.postMessage(message), close: () => channel.close() }
}

/** Runs a task while no other tab runs one of this name. */
export async function exclusively<T>(name: string, task: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request(`community-chat ${name}`, task) as Promise<T>
  const lease = takeLease(name, () => undefined)
  await lease.taken
  return task().finally(lease.release)
}

export interface Standing {
  /** Takes over from the tab that leads now: the one that a person looks at should. */
  claim(): void
  resign(): void
}

/** Calls `lead(true)` once this tab is the one of its name, and `lead(false)` when another takes over. */
export function stand(name: string, lead: (leading: boolean) => void): Standing {
  if (!navigator.locks) {
    const lease = takeLease(name, lead)
    return { claim: lease.claim, resign: lease.release }
  }
  let leading = false
  let gone = false
  let leave = () => {}
  let queued = new AbortController()
  const left = new Promise<void>(resolve => {
    leave = resolve
  })
  const become = (next: boolean) => {
    leading = next
    if (!gone) lead(next)
  }

  function ask(options: LockOptions): void {
    const held = () => {
      become(true)
      return left
    }
    navigator.locks.request(`community-chat ${name}`, options, gone ? () => undefined : held).catch(() => {
      // Stolen by another tab: stand in line again. Called off: a claim has taken its place.
      if (!leading || gone) return
      become(false)
      wait()
    })
  }
  function wait(): void {
    queued = new AbortController()
    ask({ signal: queued.signal })
  }
  wait()

  return {
    claim: () => {
      if (leading || gone) return
      queued.abort()
      ask({ steal: true })
    },
    resign: () => {
      gone = true
      queued.abort()
      leave()
    },
  }
}
