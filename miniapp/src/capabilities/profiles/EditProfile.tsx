import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { avatarLetters } from '@community-chat/shared/capabilities/profiles/person'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Button } from '../../ui/Button/Button'
import { Box, Form, Scroll, Tap, Text } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { Icon } from '../../ui/Icon/Icon'
import { NavBar } from '../../ui/NavBar/NavBar'
import { toast } from '../../ui/Toast/toast'
import { updateMe } from './usePeople'
import { words } from './words'
import './EditProfile.scss'

/** My name, and the letters and colour of my avatar. */
export function EditProfile({ me, onBack }: { me: Self; onBack: () => void }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [name, setName] = useState(me.displayName)
  const [letters, setLetters] = useState(me.avatar.letters)
  const [colour, setColour] = useState(me.avatar.colour)
  // Letters that came from the name follow it until someone chooses others.
  const [own, setOwn] = useState(me.avatar.letters !== avatarLetters(me.displayName))
  const shown = own ? letters : avatarLetters(name)
  const goodName = name.trim().length > 0
  const goodLetters = /^\S{1,4}$/u.test(shown)
  const task = useTask(async () => {
    await updateMe({ displayName: name.trim(), avatar: { letters: shown, colour } })
    toast(w.saved)
    onBack()
  })
  const submit = () => {
    if (goodName && goodLetters && !task.pending) task.run(undefined).catch(() => undefined)
  }
  return (
    <>
      <NavBar title={w.edit} backLabel={w.back} onBack={onBack} edge />
      <Scroll>
        <Form className="profile" onSubmit={submit}>
          <Box className="profile-face">
            <Avatar letters={shown} colour={colour} size={72} />
          </Box>
          <Field
            id="name"
            title={w.name}
            value={name}
            onInput={setName}
            onConfirm={submit}
            maxLength={40}
            error={goodName ? (task.fault ? faultText(task.fault) : undefined) : w.badName}
          />
          <Field
            id="letters"
            title={w.letters}
            value={shown}
            onInput={value => {
              setOwn(true)
              setLetters(value)
            }}
            onConfirm={submit}
            maxLength={4}
            hint={w.lettersHint}
            error={goodLetters ? undefined : w.badLetters}
          />
          <Text className="field-title">{w.colour}</Text>
          <Box className="profile-colours" role="radiogroup" label={w.colour}>
            {[1, 2, 3, 4, 5, 6, 7, 8].map(n => (
              <Tap
                key={n}
                className="profile-colour"
                role="radio"
                checked={n === colour}
                label={w.colourName(n)}
                onTap={() => setColour(n)}
              >
                <Box className={`profile-dot av-c${n}`}>
                  {n === colour && <Icon name="check" size={20} />}
                </Box>
              </Tap>
            ))}
          </Box>
          <Button block submit busy={task.pending} disabled={!goodName || !goodLetters} onTap={submit}>
            {w.save}
          </Button>
        </Form>
      </Scroll>
    </>
  )
}
