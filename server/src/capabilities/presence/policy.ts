/** How someone appears to others: pure. */

/** Someone on one node; `leftAt`, in milliseconds since 1970, is null while they are there. */
export interface Sighting {
  active: boolean
  leftAt: number | null
}

export interface Appearance {
  status: 'online' | 'away' | 'offline'
  /** Whether the time of their leaving may be told. */
  tellsLastSeen: boolean
  /** When they will appear differently unless something happens; null for never. */
  until: number | null
}

const offline = (tellsLastSeen: boolean): Appearance => ({ status: 'offline', tellsLastSeen, until: null })

/** How a person with this choice and these sightings appears; for `grace` milliseconds after leaving they still count. */
export function appearance(
  choice: string,
  sightings: readonly Sighting[],
  now: number,
  grace: number,
): Appearance {
  if (choice === 'invisible') return offline(false)
  const there = sightings.filter(one => one.leftAt === null)
  const shown = (active: boolean) => (choice === 'away' || !active ? 'away' : 'online')
  if (there.length > 0)
    return { status: shown(there.some(one => one.active)), tellsLastSeen: false, until: null }
  const last = sightings.reduce<Sighting | null>((a, b) => (a && a.leftAt! >= b.leftAt! ? a : b), null)
  if (!last || last.leftAt! + grace <= now) return offline(true)
  return { status: shown(last.active), tellsLastSeen: false, until: last.leftAt! + grace }
}
