import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { useState } from 'react'
import { PeoplePicker } from '../../capabilities/profiles/PeoplePicker'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { NavBar } from '../../ui/NavBar/NavBar'
import { toast } from '../../ui/Toast/toast'
import { words } from './words'

interface Props {
  /** Those who are there already. */
  without: ReadonlySet<string>
  /** Brings one of them in. */
  add: (userId: string) => Promise<unknown>
  onBack: () => void
}

/** Brings people into a place, one after the other; whom it fails for stay chosen. */
export function AddPeople({ without, add, onBack }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [chosen, setChosen] = useState<Person[]>([])
  const task = useTask(async () => {
    for (const person of chosen) {
      await add(person.id)
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
      <NavBar title={w.addPeople} backLabel={w.return} onBack={onBack} actions={done} />
      <PeoplePicker chosen={chosen} onTap={toggle} without={without} />
    </>
  )
}
