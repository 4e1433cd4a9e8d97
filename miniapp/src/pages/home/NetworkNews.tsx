import { useEffect, useState } from 'react'
import { useNetwork } from '../../kernel/client'
import { useWords } from '../../kernel/words'
import { NetworkBar } from '../../ui/NetworkBar/NetworkBar'
import { words } from './words'

const patience = 2000
const farewell = 1500

/** News about the connection: a short wait is no news, and good news goes away by itself. */
export function NetworkNews() {
  const w = useWords(words)
  const network = useNetwork()
  const [late, setLate] = useState(false)
  useEffect(() => {
    setLate(false)
    if (network !== 'connecting' && network !== 'back') return
    const timer = setTimeout(() => setLate(true), network === 'back' ? farewell : patience)
    return () => clearTimeout(timer)
  }, [network])

  const state =
    network === 'offline'
      ? 'offline'
      : network === 'connecting' && late
        ? 'connecting'
        : network === 'back' && !late
          ? 'back'
          : 'well'
  return (
    <NetworkBar
      state={state}
      words={state === 'offline' ? w.offline : state === 'back' ? w.back : w.connecting}
    />
  )
}
