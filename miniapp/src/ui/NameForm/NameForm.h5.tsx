import { useState } from 'react'
import { Button } from '../Button/Button'
import { Form } from '../elements'
import { Field } from '../Field/Field'
import type { NameFormProps } from './NameForm.types'

/** A name to type, and to hand in. */
export function NameForm({ title, value, error, submit, busy, onSubmit }: NameFormProps) {
  const [name, setName] = useState(value)
  return (
    <Form onSubmit={() => onSubmit(name)}>
      <Field
        id="first-name"
        title={title}
        value={name}
        onInput={setName}
        maxLength={40}
        error={error}
        focus
      />
      <Button block submit busy={busy}>
        {submit}
      </Button>
    </Form>
  )
}
