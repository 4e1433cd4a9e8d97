import { useEffect, useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useStore } from '../../kernel/store'
import { useWords } from '../../kernel/words'
import { Cell } from '../../ui/Cell/Cell'
import { Sheet } from '../../ui/Sheet/Sheet'
import { toast } from '../../ui/Toast/toast'
import { useConnections } from '../../kernel/client'
import { choose, own, readOwn } from './watching'
import { words } from './words'

const choices = ['online', 'away', 'invisible'] as const

/** How I appear to others, and the way to change it. */
export function PresenceCell() {
  const w = useWords(words)
  const faultText = useFaultText()
  const present = useStore(own)
  const connections = useConnections()
  const [asking, setAsking] = useState(false)
  useEffect(() => void readOwn(), [connections])
  const choice = choices.find(one => one === present?.choice)
  return (
    <>
      <Cell
        icon="clock"
        name={w.status}
        value={choice ? w[choice] : ''}
        onTap={() => {
          void readOwn()
          setAsking(true)
        }}
      />
      {asking && (
        <Sheet
          hint={w.statusAsk}
          cancel={w.cancel}
          items={choices.map(one => ({
            name: w[one],
            chosen: one === choice,
            run: () => void choose(one).catch(fault => toast(faultText(fault))),
          }))}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
