import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useMemo, useState, type ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { NavBar } from '../../ui/NavBar/NavBar'
import { toast } from '../../ui/Toast/toast'
import { addMember, useMembers } from './useMembers'
import { words } from './words'

interface Props {
  room: Room
  onBack: () => void
  /** The list to choose people from; those in `without` are there already. */
  picker: (chosen: Person[], onTap: (person: Person) => void, without: ReadonlySet<string>) => ReactNode
}

/** Brings people into a room. */
export function AddPeople({ room, onBack, picker }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const { rows } = useMembers(room.id)
  const without = useMemo(() => new Set(rows.map(member => member.userId)), [rows])
  const [chosen, setChosen] = useState<Person[]>([])
  const task = useTask(async () => {
    for (const person of chosen) {
      await addMember(room.id, person.id)
      setChosen(old => old.filter(one => one.id !== person.id))
    }
    onBack()
  })
  const toggle = (person: Person) =>
    setChosen(old =>
      old.some(one => one.id === person.id) ? old.filter(one => one.id !== person.id) : [...old, person],
    )
  const done = (
    <Button
      kind="plain"
      size={40}
      busy={task.pending}
      disabled={chosen.length === 0}
      onTap={() => void task.run(undefined).catch(fault => toast(faultText(fault)))}
    >
      {w.done}
    </Button>
  )
  return (
    <>
      <NavBar title={w.addPeople} backLabel={w.back} onBack={onBack} actions={done} />
      {picker(chosen, toggle, without)}
    </>
  )
}
