import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useState } from 'react'
import { faceOf } from '../../kernel/face'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { settleIn, useSession } from '../../kernel/session'
import { useWords } from '../../kernel/words'
import { Avatar } from '../../ui/Avatar/Avatar'
import { Box, Tap } from '../../ui/elements'
import { Layer } from '../../ui/Layer/Layer'
import { NameForm } from '../../ui/NameForm/NameForm'
import { MyPicture } from './MyPicture'
import { updateMe } from './usePeople'
import { words } from './words'

/** Asks whom nobody has asked yet for the name that others see; without one they keep the neutral one. */
export function FirstName({ me }: { me: Self }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const session = useSession()
  const [isEmpty, setEmpty] = useState(false)
  const task = useTask(async (displayName: string) => {
    await updateMe({ displayName })
    await settleIn()
  })
  if (session.status !== 'in' || !session.isNew) return null
  const submit = (typed: string) => {
    const name = typed.trim()
    setEmpty(name === '')
    if (name !== '' && !task.pending) task.run(name).catch(() => undefined)
  }
  const later = () => void settleIn()
  const fault = task.fault ? faultText(task.fault) : undefined
  return (
    <Layer role="dialog" label={w.firstTitle} scrim className="sheet" onClose={later}>
      <Box className="ask">
        <Avatar {...faceOf(me.avatar)} size={64} />
        <Box className="ask-title" heading={2}>
          {w.firstTitle}
        </Box>
        <Box className="ask-text">{w.firstText}</Box>
        <MyPicture me={me} />
        <NameForm
          title={w.name}
          value=""
          error={isEmpty ? w.badName : fault}
          submit={w.firstSave}
          busy={task.pending}
          onSubmit={submit}
        />
        <Tap className="btn ask-later" onTap={later}>
          {w.firstLater}
        </Tap>
      </Box>
    </Layer>
  )
}
