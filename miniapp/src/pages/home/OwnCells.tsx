import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { openNotes } from '../../capabilities/rooms/useRoom'
import { SchedulesCell } from '../../capabilities/schedules/SchedulesCell'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { go, type Address } from '../../ui/address'
import { Cell } from '../../ui/Cell/Cell'
import { toast } from '../../ui/Toast/toast'
import { words } from './words'

/** What I keep for myself: my favourites, what I planned, and my notes. */
export function OwnCells({ me, address }: { me: Self; address: Address }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const toNotes = () =>
    void openNotes(me.id).then(
      room => go({ room }),
      fault => toast(faultText(fault)),
    )
  return (
    <>
      <Cell icon="star" name={w.favourites} onTap={() => go({ ...address, view: 'favourites' })} />
      <SchedulesCell onTap={() => go({ ...address, view: 'schedules' })} />
      <Cell icon="edit" name={w.notes} last onTap={toNotes} />
    </>
  )
}
