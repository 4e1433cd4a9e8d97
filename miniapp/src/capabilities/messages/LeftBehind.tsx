import type { Outbox } from '@community-chat/shared/protocol/outbox'
import { theDevice, useDevice } from '../../kernel/device'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box, Text } from '../../ui/elements'
import { copyText } from '../../ui/page'
import { toast } from '../../ui/Toast/toast'
import { words } from './words'
import './LeftBehind.scss'

const nothing: Outbox = []

/** What was written to a room that one is no longer in: it cannot be sent, but it is not lost either. */
export function LeftBehind({ roomId }: { roomId: string }) {
  const w = useWords(words)
  const unsent = useDevice(device => device.outbox, nothing).filter(entry => entry.roomId === roomId)
  if (unsent.length === 0) return null
  const copy = (text: string) => void copyText(text).then(done => toast(done ? w.copied : w.notCopied))
  return (
    <Box className="left-behind" role="group" label={w.leftBehind}>
      <Text className="left-behind-title">{w.leftBehind}</Text>
      {unsent
        .map(({ clientId, content }) => ({ clientId, text: 'text' in content ? content.text : '' }))
        .map(({ clientId, text }) => (
          <Box key={clientId} className="left-behind-row">
            <Text className="left-behind-text">{text}</Text>
            <Button kind="plain" size={40} onTap={() => copy(text)}>
              {w.copy}
            </Button>
            <Button kind="plain" size={40} onTap={() => theDevice()?.discard(clientId)}>
              {w.discard}
            </Button>
          </Box>
        ))}
    </Box>
  )
}
