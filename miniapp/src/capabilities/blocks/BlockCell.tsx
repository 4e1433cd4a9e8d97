import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Cell } from '../../ui/Cell/Cell'
import { Sheet } from '../../ui/Sheet/Sheet'
import { toast } from '../../ui/Toast/toast'
import { block, unblock, useBlocked } from './useBlocks'
import { words } from './words'

/** Blocks or unblocks someone, after asking. */
export function BlockCell({ person, last }: { person: Person; last?: boolean }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const isBlocked = useBlocked().has(person.id)
  const [asking, setAsking] = useState(false)
  const name = person.displayName
  const run = () =>
    void (isBlocked ? unblock : block)(person.id).then(
      () => toast(isBlocked ? w.unblocked(name) : w.blocked(name)),
      fault => toast(faultText(fault)),
    )
  const act = isBlocked ? w.unblock : w.block
  return (
    <>
      <Cell danger={!isBlocked} name={act} last={last} onTap={() => setAsking(true)} />
      {asking && (
        <Sheet
          hint={isBlocked ? w.unblockAsk(name) : w.blockAsk(name)}
          cancel={w.cancel}
          items={[{ name: act, danger: !isBlocked, run }]}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
