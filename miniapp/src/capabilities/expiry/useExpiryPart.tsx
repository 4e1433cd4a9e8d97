import { choices, expiry } from '@community-chat/shared/capabilities/expiry/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { useMemo, useState } from 'react'
import type { TalkPart } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { Sheet } from '../../ui/Sheet/Sheet'
import { Timer } from './Timer'
import { words } from './words'

/** What the server takes away is here a moment later, in milliseconds. */
const patience = 3000

const endOf = (message: Message): number => Date.parse(expiry.of(message)?.endsAt ?? '') || Infinity

/** A message that vanishes once it was read: the timer beside what was said, and the choice of one for what is said next. */
export function useExpiryPart(): TalkPart {
  const w = useWords(words)
  const [seconds, setSeconds] = useState<number | null>(null)
  const [choosing, setChoosing] = useState(false)
  const [over, setOver] = useState(() => Date.now())
  const row = useMemo(
    (): TalkPart => ({
      under: message => {
        const timer = expiry.of(message)
        return timer && <Timer timer={timer} onOver={() => setOver(Date.now())} />
      },
      // A device that is away hides what is over by itself.
      hides: message => message.gone?.why === 'expired' || endOf(message) + patience <= over,
      tiles: [{ key: 'expiry', name: w.tile, icon: 'clock', order: 80, run: () => setChoosing(true) }],
    }),
    [w, over],
  )
  return useMemo(
    () => ({
      ...row,
      bar:
        seconds === null
          ? null
          : {
              title: w.bar,
              text: w.barText(seconds),
              cancelLabel: w.stop,
              onCancel: () => setSeconds(null),
            },
      sending: saying => (seconds === null ? saying : { ...saying, expiresAfter: seconds }),
      sent: () => setSeconds(null),
      overlay: choosing && (
        <Sheet
          hint={w.ask}
          cancel={w.cancel}
          onClose={() => setChoosing(false)}
          items={choices
            .filter(one => one > 0)
            .map(one => ({ name: w.after(one), chosen: one === seconds, run: () => setSeconds(one) }))}
        />
      ),
    }),
    [row, w, seconds, choosing],
  )
}
