import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { useFaultText } from '../../kernel/faults'
import { useLanguage, useWords } from '../../kernel/words'
import { Box, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { TallSheet } from '../../ui/TallSheet/TallSheet'
import { separatorTime } from '../../ui/times'
import { toast } from '../../ui/Toast/toast'
import { removePin } from './usePins'
import { words } from './words'
import './Pins.scss'

interface Props {
  pins: readonly Message[]
  /** Whether I may take pins off. */
  may: boolean
  lineOf: (message: Message) => string
  nameOf: (userId: string) => string
  onMessage: (messageId: string, seq: number) => void
  onClose: () => void
}

/** All that is pinned in a room. */
export function PinList({ pins, may, lineOf, nameOf, onMessage, onClose }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const { language } = useLanguage()
  const unpin = (id: string) =>
    void removePin(id).then(
      () => toast(w.unpinned),
      fault => toast(faultText(fault)),
    )
  return (
    <TallSheet title={w.title} closeLabel={w.close} onClose={onClose}>
      {pins.length === 0 && <Box className="tall-hint">{w.none}</Box>}
      {pins.map(message => (
        <Box key={message.id} className="pin-row">
          <Tap
            className="pin-row-main"
            onTap={() => {
              onClose()
              onMessage(message.id, message.seq)
            }}
          >
            <Text className="pin-row-who one-line">
              {w.said(
                nameOf(message.senderId),
                separatorTime(Date.parse(message.createdAt), Date.now(), language),
              )}
            </Text>
            <Text className="pin-row-words">{lineOf(message)}</Text>
          </Tap>
          {may && (
            <Tap className="hit" label={w.unpinOne(lineOf(message))} onTap={() => unpin(message.id)}>
              <Icon name="close" size={18} />
            </Tap>
          )}
        </Box>
      ))}
    </TallSheet>
  )
}
