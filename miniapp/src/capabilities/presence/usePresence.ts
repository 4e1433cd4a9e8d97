/** Who is there, for whoever shows people. */
import { useEffect } from 'react'
import { useNetwork } from '../../kernel/client'
import { useStore } from '../../kernel/store'
import { presences, type Presences, want } from './watching'

const unknown: Presences = {}

/** How these people are, live while the component is mounted; absent while unknown, and all of them while offline. */
export function usePresence(userIds: readonly string[]): Presences {
  const known = useStore(presences)
  const offline = useNetwork() === 'offline'
  const key = userIds.join()
  useEffect(() => (key ? want(key.split(',')) : undefined), [key])
  return offline ? unknown : known
}
