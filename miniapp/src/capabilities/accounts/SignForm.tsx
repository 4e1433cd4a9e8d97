import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { signIn, signUp } from '../../kernel/session'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box, Form, Scroll, Tap } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { Icon } from '../../ui/Icon/Icon'
import { checkSignIn, checkSignUp, type Problems } from './check'
import { words } from './words'
import './SignForm.scss'

interface Props {
  kind: 'in' | 'up'
  onBack: () => void
  /** To the other of the two forms. */
  onOther: () => void
}

/** Signing in, or up. What is wrong is said beside the field it is about, and nothing typed is lost. */
export function SignForm({ kind, onBack, onOther }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const isUp = kind === 'up'
  const [typed, setTyped] = useState({ username: '', password: '', displayName: '' })
  const [problems, setProblems] = useState<Problems>({})
  const task = useTask(async () => {
    const { username, password, displayName } = typed
    const name = displayName.trim()
    if (isUp) await signUp({ username: username.trim(), password, ...(name ? { displayName: name } : {}) })
    else await signIn({ username: username.trim(), password })
  })
  const [stale, setStale] = useState(false)

  const change = (part: Partial<typeof typed>) => {
    setTyped({ ...typed, ...part })
    setProblems({})
    setStale(true)
  }
  const submit = () => {
    if (task.pending) return
    const found = isUp ? checkSignUp(typed) : checkSignIn(typed)
    setProblems(found)
    if (Object.keys(found).length > 0) return
    setStale(false)
    task.run(undefined).catch(() => undefined)
  }

  const fault = stale ? null : task.fault
  const aboutName = fault?.code === 'username_taken'
  const say = (problem: Problems[keyof Problems]) => (problem ? w[problem] : undefined)
  const reveal = { show: w.show, hide: w.hide }
  return (
    <Scroll className="sign">
      <Box className="sign-page">
        <Tap className="hit sign-back" label={w.back} onTap={onBack}>
          <Icon name="back" />
        </Tap>
        <Box className="sign-title" heading={1}>
          {isUp ? w.upTitle : w.inTitle}
        </Box>
        <Box className="sign-lead">{isUp ? w.upLead : w.inLead}</Box>
        <Form className="sign-form" onSubmit={submit}>
          <Field
            id="username"
            name="username"
            title={w.username}
            value={typed.username}
            onInput={username => change({ username })}
            onConfirm={submit}
            autoComplete="username"
            maxLength={64}
            focus
            hint={isUp ? w.usernameHint : undefined}
            error={say(problems.username) ?? (aboutName && fault ? faultText(fault) : undefined)}
          />
          <Field
            id="password"
            name="password"
            type="password"
            title={w.password}
            value={typed.password}
            onInput={password => change({ password })}
            onConfirm={submit}
            autoComplete={isUp ? 'new-password' : 'current-password'}
            maxLength={128}
            reveal={reveal}
            hint={isUp ? w.passwordHint : undefined}
            error={say(problems.password) ?? (fault && !aboutName ? faultText(fault) : undefined)}
          />
          {isUp && (
            <Field
              id="displayName"
              name="displayName"
              title={w.displayName}
              value={typed.displayName}
              onInput={displayName => change({ displayName })}
              onConfirm={submit}
              autoComplete="nickname"
              maxLength={40}
              hint={w.displayNameHint}
            />
          )}
          <Button block submit busy={task.pending} className="sign-go" onTap={submit}>
            {isUp ? w.signUp : w.signIn}
          </Button>
        </Form>
        <Tap className="sign-other" onTap={onOther}>
          {isUp ? w.toSignIn : w.toSignUp}
        </Tap>
      </Box>
    </Scroll>
  )
}
