import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useState, type ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Cell, Group } from '../../ui/Cell/Cell'
import { Box, Form, Scroll, Text } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { NavBar } from '../../ui/NavBar/NavBar'
import { KindChoice, type Kind } from './KindChoice'
import { limitOf } from './place'
import { createRoom } from './useRoom'
import { words } from './words'
import './RoomForm.scss'

interface Props {
  onBack: () => void
  onMade: (room: Room) => void
  /** The list to choose people from, and how a choice is told. */
  picker: (chosen: Person[], onTap: (person: Person) => void) => ReactNode
}

/** A new room: its name, who can join, and the first people. */
export function NewRoom({ onBack, onMade, picker }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Kind>('group')
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
  return (
    <>
      <NavBar title={w.newTitle} backLabel={w.back} onBack={onBack} edge />
      <Scroll>
        <Form className="room-form" onSubmit={submit}>
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
          <Text className="field-title">{w.kind}</Text>
          <KindChoice kind={kind} onChange={setKind} />
          <Box className="room-form-group">
            <Group>
              <Cell
                icon="people"
                name={w.people}
                value={w.chosen(people.length)}
                last
                onTap={() => setChoosing(true)}
              />
            </Group>
          </Box>
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
          {task.fault && (
            <Box className="room-form-fault" live="polite">
              {faultText(task.fault)}
            </Box>
          )}
          <Button block submit busy={task.pending} onTap={submit}>
            {w.create}
          </Button>
        </Form>
      </Scroll>
    </>
  )
}
