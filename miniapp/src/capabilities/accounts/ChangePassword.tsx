import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useQuery, useTask } from '../../kernel/hooks'
import { changePassword } from '../../kernel/session'
import { useWords } from '../../kernel/words'
import { Box } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { FormPage } from '../../ui/FormPage/FormPage'
import { toast } from '../../ui/Toast/toast'
import { checkSignUp } from './check'
import { words } from './words'
import './ChangePassword.scss'

/** A new password for the old one; the first one comes with a username where that was generated. */
export function ChangePassword({ onBack }: { onBack: () => void }) {
  const w = useWords(words)
  const faultText = useFaultText()
  // Out of reach it is taken for the common case: what is sent then fails anyway, and says why.
  const { data, loading } = useQuery(accounts.routes.ways, {}, { live: false })
  const isFirst = data ? !data.items.some(one => one.kind === 'password') : false
  const asksName = data?.generatedName ?? false
  const [username, setUsername] = useState('')
  const [oldPassword, setOld] = useState('')
  const [newPassword, setNew] = useState('')
  const [tried, setTried] = useState(false)
  const task = useTask(async () => {
    await changePassword({
      newPassword,
      ...(isFirst ? {} : { oldPassword }),
      ...(asksName ? { username: username.trim() } : {}),
    })
    toast(isFirst ? w.passwordSet : w.changed)
    onBack()
  })
  const wrong = checkSignUp({ username: asksName ? username : 'fine', password: newPassword })
  const submit = () => {
    setTried(true)
    const fits = Object.keys(wrong).length === 0 && (isFirst || oldPassword !== '')
    if (fits && !task.pending) task.run(undefined).catch(() => undefined)
  }
  const code = task.fault?.code
  const isWrongOld = code === 'wrong_credentials'
  const aboutName = code === 'username_taken'
  const said = task.fault ? faultText(task.fault) : undefined
  const reveal = { show: w.show, hide: w.hide }
  return (
    <FormPage
      title={isFirst ? w.setTitle : w.changeTitle}
      backLabel={w.back}
      onBack={onBack}
      loading={loading}
      verb={isFirst ? w.setGo : w.change}
      busy={task.pending}
      onSubmit={submit}
      note={w.changeNote}
    >
      {isFirst && <Box className="change-lead">{w.setLead}</Box>}
      {asksName && (
        <Field
          id="username"
          title={w.username}
          value={username}
          onInput={setUsername}
          onConfirm={submit}
          autoComplete="username"
          maxLength={64}
          hint={w.usernameHint}
          error={tried && wrong.username ? w[wrong.username] : aboutName ? said : undefined}
        />
      )}
      {!isFirst && (
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
          error={isWrongOld ? w.wrongOld : tried && !oldPassword ? w.emptyPassword : undefined}
        />
      )}
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
        error={tried && wrong.password ? w.badPassword : isWrongOld || aboutName ? undefined : said}
      />
    </FormPage>
  )
}
