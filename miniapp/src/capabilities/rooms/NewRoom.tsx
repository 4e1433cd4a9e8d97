import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useState, type ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Cell, Group } from '../../ui/Cell/Cell'
import { Choice } from '../../ui/Choice/Choice'
import { Field } from '../../ui/Field/Field'
import { FormGroup, FormPage } from '../../ui/FormPage/FormPage'
import type { IconName } from '../../ui/Icon/Icon'
import { NavBar } from '../../ui/NavBar/NavBar'
import { limitOf } from './place'
import { createRoom } from './useRoom'
import { words } from './words'

type Kind = 'group' | 'public'

interface Props {
  /** The community it is made in. */
  communityId?: string
  onBack: () => void
  onMade: (room: Room) => void
  /** The list to choose people from, and how a choice is told. */
  picker: (chosen: Person[], onTap: (person: Person) => void) => ReactNode
}

/** A new room: its name, who can join, and the first people. */
export function NewRoom({ communityId, onBack, onMade, picker }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Kind>(communityId ? 'public' : 'group')
  const [limit, setLimit] = useState('')
  const [people, setPeople] = useState<Person[]>([])
  const [choosing, setChoosing] = useState(false)
  const [tried, setTried] = useState(false)
  const most = limitOf(limit)
  const task = useTask(async () => {
    const room = await createRoom({
      name: name.trim(),
      type: kind === 'public' ? 'public_room' : 'group_chat',
      visibility: kind === 'public' ? 'public' : 'private',
      memberIds: people.map(person => person.id),
      ...(communityId ? { communityId } : {}),
      ...(most ? { maxMembers: most } : {}),
    })
    onMade(room)
  })
  const submit = () => {
    setTried(true)
    if (name.trim() && most !== undefined && !task.pending) task.run(undefined).catch(() => undefined)
  }
  const toggle = (person: Person) =>
    setPeople(old =>
      old.some(one => one.id === person.id) ? old.filter(one => one.id !== person.id) : [...old, person],
    )

  if (choosing) {
    const done = (
      <Button kind="plain" size={40} onTap={() => setChoosing(false)}>
        {w.done}
      </Button>
    )
    return (
      <>
        <NavBar title={w.newNext} backLabel={w.back} onBack={() => setChoosing(false)} actions={done} />
        {picker(people, toggle)}
      </>
    )
  }
  const options: { key: Kind; icon: IconName; name: string; text: string }[] = [
    { key: 'group', icon: 'lock', name: w.group, text: w.groupText },
    { key: 'public', icon: 'globe', name: w.public, text: communityId ? w.insideText : w.publicText },
  ]
  return (
    <FormPage
      title={communityId ? w.newInside : w.newTitle}
      backLabel={w.back}
      onBack={onBack}
      verb={w.create}
      busy={task.pending}
      onSubmit={submit}
      fault={task.fault ? faultText(task.fault) : undefined}
    >
      <Field
        id="room-name"
        title={w.name}
        value={name}
        onInput={setName}
        onConfirm={submit}
        maxLength={60}
        focus
        hint={w.nameHint}
        error={tried && !name.trim() ? w.badName : undefined}
      />
      <Choice title={w.kind} options={options} chosen={kind} onChange={setKind} />
      <FormGroup>
        <Group>
          <Cell
            icon="people"
            name={w.people}
            value={w.chosen(people.length)}
            last
            onTap={() => setChoosing(true)}
          />
        </Group>
      </FormGroup>
      <Field
        id="room-limit"
        type="number"
        title={w.limit}
        value={limit}
        onInput={setLimit}
        onConfirm={submit}
        maxLength={5}
        hint={w.limitHint}
        error={most === undefined ? w.badLimit : undefined}
      />
    </FormPage>
  )
}
