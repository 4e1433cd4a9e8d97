/** Who may react: pure rules. */
import type { MessageDoc } from '../messages/api'

export const can = {
  /** Whoever may read a message may react to it, while there is something in it that a person said. */
  react: (message: MessageDoc) => !message.gone && message.type !== 'system',
}
