/** A lock for pages without https, where the browser has none: a lease in localStorage that must be renewed. */

const lasting = 6_000
const renewEvery = 2_000

interface Lease {
  holder: string
  until: number
}
export interface Taking {
  /** Resolves when the lease is first held. */
  taken: Promise<void>
  /** Takes it from whoever holds it. */
  claim(): void
  release(): void
}

/** Takes a lease as soon as it is free, and again when it was lost; `lead` hears of each change. */
export function takeLease(name: string, lead: (leading: boolean) => void): Taking {
  const key = `community-chat lease ${name}`
  const me = `${Date.now()} ${Math.random()}`
  let leading = false
  let taken = () => {}
  const first = new Promise<void>(resolve => {
    taken = resolve
  })

  const read = (): Lease | null => JSON.parse(localStorage.getItem(key) ?? 'null') as Lease | null
  const write = () => localStorage.setItem(key, JSON.stringify({ holder: me, until: Date.now() + lasting }))
  function become(next: boolean): void {
    if (next === leading) return
    leading = next
    if (next) taken()
    lead(next)
  }

  function look(): void {
    const held = read()
    if (held?.holder === me) {
      write()
      become(true)
    } else if (!held || held.until < Date.now()) {
      write()
      // Another tab may write in the same moment: who stands there a little later has won.
      setTimeout(() => become(read()?.holder === me), 50 + Math.random() * 50)
    } else become(false)
  }
  look()
  const timer = setInterval(look, renewEvery)

  return {
    taken: first,
    claim: () => {
      write()
      become(true)
    },
    release: () => {
      clearInterval(timer)
      if (read()?.holder === me) localStorage.removeItem(key)
    },
  }
}
