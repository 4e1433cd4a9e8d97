import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { asFault, useTask } from '../../kernel/hooks'
import { useFaultText } from '../../kernel/faults'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box } from '../../ui/elements'
import { PictureChoice } from '../../ui/PictureChoice/PictureChoice'
import { toast } from '../../ui/Toast/toast'
import { changePicture } from './usePeople'
import { words } from './words'
import './MyPicture.scss'

/** Choosing a picture of me where the host can, and taking it away; each counts at once. */
export function MyPicture({ me }: { me: Self }) {
  const w = useWords(words)
  const faultText = useFaultText()
  const task = useTask(changePicture)
  const change = (picture: string | null) => {
    if (!task.pending) task.run(picture).catch(error => toast(faultText(asFault(error))))
  }
  const choose = (picture: string | null) =>
    picture === null ? toast(faultText({ code: 'not_a_picture' })) : change(picture)
  return (
    <Box className="my-picture">
      <PictureChoice title={w.choosePicture} busy={task.pending} onChosen={choose} />
      {me.avatar.picture && (
        <Button kind="plain" size={40} busy={task.pending} onTap={() => change(null)}>
          {w.removePicture}
        </Button>
      )}
    </Box>
  )
}
