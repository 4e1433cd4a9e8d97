import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useQuery, useTask } from '../../kernel/hooks'
import { deleteAccount } from '../../kernel/session'
import { useWords } from '../../kernel/words'
import { Box, Text } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { FormPage } from '../../ui/FormPage/FormPage'
import { toast } from '../../ui/Toast/toast'
import { words } from './words'
import './DeleteAccount.scss'

interface Props {
  me: Self
  onBack: () => void
  /** The account is no more, and nobody is signed in here. */
  onGone: () => void
}

/** Deleting my account: what goes, and proof that it is meant. */
export function DeleteAccount({ me, onBack, onGone }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const { data, fault: unread } = useQuery(accounts.routes.ways, {})
  const [confirm, setConfirm] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const asksPassword = data?.items.some(one => one.kind === 'password') ?? true
  const isNamed = confirm.trim().toLowerCase() === me.username.toLowerCase()
  const task = useTask(async () => {
    await deleteAccount({ confirm, ...(asksPassword ? { password } : {}) })
    toast(w.leaveDone)
    onGone()
  })
  const submit = () => {
    setTried(true)
    if (isNamed && (password || !asksPassword) && data && !task.pending)
      task.run(undefined).catch(() => undefined)
  }
  const wrong = task.fault?.code === 'wrong_credentials' ? w.wrongOld : undefined
  const other = wrong ? undefined : (task.fault ?? (data ? null : unread))
  const said = other ? faultText(other) : undefined
  return (
    <FormPage
      title={w.leaveTitle}
      backLabel={w.back}
      onBack={onBack}
      verb={w.leaveGo}
      busy={task.pending}
      danger
      onSubmit={submit}
    >
      <Box className="delete-what">
        <Box className="delete-lead" heading={2}>
          {w.leaveLead}
        </Box>
        {w.leaveWhat.map(line => (
          <Box className="delete-line" key={line}>
            <Box className="delete-dot" />
            <Text>{line}</Text>
          </Box>
        ))}
      </Box>
      <Field
        id="confirm"
        title={w.leaveName(me.username)}
        value={confirm}
        onInput={setConfirm}
        onConfirm={submit}
        autoComplete="off"
        maxLength={64}
        error={tried && !isNamed ? w.wrongName : asksPassword ? undefined : said}
      />
      {asksPassword && (
        <Field
          id="password"
          type="password"
          title={w.password}
          value={password}
          onInput={setPassword}
          onConfirm={submit}
          autoComplete="current-password"
          maxLength={128}
          reveal={{ show: w.show, hide: w.hide }}
          error={wrong ?? (tried && !password ? w.emptyPassword : said)}
        />
      )}
    </FormPage>
  )
}
