import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { changePassword } from '../../kernel/session'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box, Form, Scroll } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { NavBar } from '../../ui/NavBar/NavBar'
import { toast } from '../../ui/Toast/toast'
import { words } from './words'
import './ChangePassword.scss'

/** A new password for the old one. */
export function ChangePassword({ onBack }: { onBack: () => void }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [oldPassword, setOld] = useState('')
  const [newPassword, setNew] = useState('')
  const [tried, setTried] = useState(false)
  const task = useTask(async () => {
    await changePassword({ oldPassword, newPassword })
    toast(w.changed)
    onBack()
  })
  const submit = () => {
    setTried(true)
    if (oldPassword && newPassword.length >= 8 && !task.pending) task.run(undefined).catch(() => undefined)
  }
  const wrong = task.fault?.code === 'wrong_credentials'
  const reveal = { show: w.show, hide: w.hide }
  return (
    <>
      <NavBar title={w.changeTitle} backLabel={w.back} onBack={onBack} edge />
      <Scroll>
        <Form className="change" onSubmit={submit}>
          <Field
            id="oldPassword"
            type="password"
            title={w.oldPassword}
            value={oldPassword}
            onInput={setOld}
            onConfirm={submit}
            autoComplete="current-password"
            maxLength={128}
            reveal={reveal}
            error={wrong ? w.wrongOld : tried && !oldPassword ? w.emptyPassword : undefined}
          />
          <Field
            id="newPassword"
            type="password"
            title={w.newPassword}
            value={newPassword}
            onInput={setNew}
            onConfirm={submit}
            autoComplete="new-password"
            maxLength={128}
            reveal={reveal}
            hint={w.passwordHint}
            error={
              tried && newPassword.length < 8
                ? w.badPassword
                : task.fault && !wrong
                  ? faultText(task.fault)
                  : undefined
            }
          />
          <Button block submit busy={task.pending} onTap={submit}>
            {w.change}
          </Button>
          <Box className="change-note">{w.changeNote}</Box>
        </Form>
      </Scroll>
    </>
  )
}
