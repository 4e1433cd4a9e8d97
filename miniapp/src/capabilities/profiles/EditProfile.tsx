import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { avatarLetters, longestBio } from '@community-chat/shared/capabilities/profiles/person'
import { useState } from 'react'
import { faceOf } from '../../kernel/face'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { AreaField } from '../../ui/Area/AreaField'
import { Avatar } from '../../ui/Avatar/Avatar'
import { ColourChoice } from '../../ui/ColourChoice/ColourChoice'
import { Box } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { FormPage } from '../../ui/FormPage/FormPage'
import { toast } from '../../ui/Toast/toast'
import { MyPicture } from './MyPicture'
import { updateMe } from './usePeople'
import { words } from './words'
import './EditProfile.scss'

/** My name, the letters and colour of my avatar, and what I tell of myself. */
export function EditProfile({ me, onBack }: { me: Self; onBack: () => void }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [name, setName] = useState(me.displayName)
  const [letters, setLetters] = useState(me.avatar.letters)
  const [bio, setBio] = useState(me.bio ?? '')
  const [colour, setColour] = useState(me.avatar.colour)
  // Letters that came from the name follow it until someone chooses others.
  const [own, setOwn] = useState(me.avatar.letters !== avatarLetters(me.displayName))
  const shown = own ? letters : avatarLetters(name)
  const goodName = name.trim().length > 0
  const goodLetters = /^\S{1,4}$/u.test(shown)
  const task = useTask(async () => {
    await updateMe({ displayName: name.trim(), avatar: { letters: shown, colour }, bio: bio.trim() })
    toast(w.saved)
    onBack()
  })
  const submit = () => {
    if (goodName && goodLetters && !task.pending) task.run(undefined).catch(() => undefined)
  }
  return (
    <FormPage
      title={w.edit}
      backLabel={w.back}
      onBack={onBack}
      verb={w.save}
      busy={task.pending}
      disabled={!goodName || !goodLetters}
      onSubmit={submit}
    >
      <Box className="profile-face">
        <Avatar {...faceOf({ ...me.avatar, letters: shown, colour })} size={72} />
      </Box>
      <MyPicture me={me} />
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
      <AreaField
        id="bio"
        title={w.bio}
        value={bio}
        onInput={setBio}
        placeholder={w.bioHint}
        maxLength={longestBio}
      />
      <ColourChoice title={w.colour} colour={colour} nameOf={w.colourName} onChange={setColour} />
    </FormPage>
  )
}
