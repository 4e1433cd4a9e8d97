import { Category, type Community } from '@community-chat/shared/capabilities/communities/contract'
import { avatarLetters } from '@community-chat/shared/capabilities/profiles/person'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { AreaField } from '../../ui/Area/AreaField'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Cell, Group } from '../../ui/Cell/Cell'
import { Choice } from '../../ui/Choice/Choice'
import { ColourChoice } from '../../ui/ColourChoice/ColourChoice'
import { Box } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { FormGroup, FormPage } from '../../ui/FormPage/FormPage'
import { Sheet } from '../../ui/Sheet/Sheet'
import { words } from './words'
import './Community.scss'

/** How a community looks, and who can join it. */
export type Look = Pick<Community, 'name' | 'description' | 'colour' | 'category' | 'visibility'> & {
  /** Chosen letters; empty ones follow the name. */
  letters: string
}

/** As it is sent. */
export const trimmed = (look: Look): Look => ({
  ...look,
  name: look.name.trim(),
  description: look.description.trim(),
  letters: look.letters.trim(),
})

interface FormProps {
  title: string
  verb: string
  news?: string
  look: Look
  setLook: (look: Look) => void
  task: { run: (input: undefined) => Promise<unknown>; pending: boolean; fault: { code: string } | null }
  onBack: () => void
}

/** The fields of a community, new or there already. */
export function LookForm({ title, verb, news, look, setLook, task, onBack }: FormProps) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [tried, setTried] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const change = (part: Partial<Look>) => setLook({ ...look, ...part })
  const goodLetters = /^\S{0,4}$/u.test(look.letters.trim())
  const submit = () => {
    setTried(true)
    if (look.name.trim() && goodLetters && !task.pending) task.run(undefined).catch(() => undefined)
  }
  return (
    <FormPage
      title={title}
      backLabel={w.back}
      onBack={onBack}
      verb={verb}
      busy={task.pending}
      onSubmit={submit}
      news={news}
      fault={task.fault && !news ? faultText(task.fault) : undefined}
    >
      <Box className="community-preview">
        <Avatar
          place
          letters={look.letters.trim() || avatarLetters(look.name)}
          colour={look.colour}
          size={72}
        />
      </Box>
      <Field
        id="community-name"
        title={w.name}
        value={look.name}
        onInput={name => change({ name })}
        onConfirm={submit}
        maxLength={60}
        error={tried && !look.name.trim() ? w.badName : undefined}
      />
      <AreaField
        id="community-description"
        title={w.description}
        value={look.description}
        onInput={description => change({ description })}
        placeholder={w.descriptionHint}
        maxLength={500}
      />
      <FormGroup>
        <Group>
          <Cell name={w.category} value={w.categories[look.category]} last onTap={() => setChoosing(true)} />
        </Group>
      </FormGroup>
      <Choice
        title={w.visibility}
        chosen={look.visibility}
        onChange={visibility => change({ visibility })}
        options={[
          { key: 'public', icon: 'globe', name: w.public, text: w.publicText },
          { key: 'private', icon: 'lock', name: w.private, text: w.privateText },
        ]}
      />
      <Field
        id="community-letters"
        title={w.letters}
        value={look.letters}
        onInput={letters => change({ letters })}
        onConfirm={submit}
        maxLength={4}
        placeholder={look.name.trim() && avatarLetters(look.name)}
        hint={w.lettersHint}
        error={goodLetters ? undefined : w.badLetters}
      />
      <ColourChoice
        title={w.colour}
        colour={look.colour}
        nameOf={w.colourName}
        onChange={colour => change({ colour })}
      />
      {choosing && (
        <Sheet
          hint={w.category}
          cancel={w.cancel}
          onClose={() => setChoosing(false)}
          items={Category.options.map(category => ({
            name: w.categories[category],
            chosen: category === look.category,
            run: () => change({ category }),
          }))}
        />
      )}
    </FormPage>
  )
}
