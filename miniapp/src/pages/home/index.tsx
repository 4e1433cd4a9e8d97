import { useEffect } from 'react'
import { Entrance } from '../../capabilities/accounts/Entrance'
import { Privacy } from '../../capabilities/accounts/Privacy'
import { SignForm } from '../../capabilities/accounts/SignForm'
import { Welcome } from '../../capabilities/accounts/Welcome'
import { FirstName } from '../../capabilities/profiles/FirstName'
import { useSession } from '../../kernel/session'
import { useTheme } from '../../kernel/theme'
import { useLanguage, useWords } from '../../kernel/words'
import { back, go, useAddress } from '../../ui/address'
import { Box } from '../../ui/elements'
import { Frame } from '../../ui/Frame/Frame'
import { setLook, setTitle } from '../../ui/page'
import { Inside } from './Inside'
import { words } from './words'
import './home.scss'

/** The one page of the app: the way in for strangers, everything else for those who are in. */
export default function Home() {
  const session = useSession()
  const { className, dark } = useTheme()
  const { language } = useLanguage()
  useEffect(() => setLook(dark, language), [dark, language])
  return (
    <Frame className={className}>
      {session.status === 'in' ? (
        <>
          <Inside key={session.user.id} me={session.user} />
          <FirstName me={session.user} />
        </>
      ) : session.status === 'out' ? (
        <Outside />
      ) : (
        <Box className="home" />
      )}
      <Privacy />
    </Frame>
  )
}

function Outside() {
  const w = useWords(words)
  const address = useAddress()
  useEffect(() => setTitle(w.product), [w])
  // Where someone wanted to go is kept, so that signing in ends there.
  const show = (view: 'signin' | 'signup' | undefined) => go({ ...address, view }, address.view !== undefined)
  if (address.view === 'signin' || address.view === 'signup') {
    const isUp = address.view === 'signup'
    return (
      <SignForm
        key={address.view}
        kind={isUp ? 'up' : 'in'}
        onBack={() => back({ ...address, view: undefined })}
        onOther={() => show(isUp ? 'signin' : 'signup')}
      />
    )
  }
  return (
    <Entrance onTyped={() => show('signin')}>
      <Welcome onSignUp={() => show('signup')} onSignIn={() => show('signin')} />
    </Entrance>
  )
}
