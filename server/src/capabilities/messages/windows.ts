/** How long after it was said a message may still be changed, and recalled: settings of the server, by its own clock. */
import { messages, type Windows } from '@community-chat/shared/capabilities/messages/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler } from '../../kernel/capability'
import type { MessageDoc } from './model'

let present: Windows = { edit: 86_400, recall: 120 }

/** Takes over the settings, in seconds; 0 is for ever. */
export const setWindows = (windows: Windows): void => void (present = windows)

/** What a device needs to know to offer only what can be done. */
export const windows: Handler<typeof messages.routes.windows> = async () => present

/** Refuses with `too_late`, and the time that there was, once that is over. */
export function refuseLate({ createdAt }: Pick<MessageDoc, 'createdAt'>, act: keyof Windows): void {
  const seconds = present[act]
  if (seconds > 0 && Date.now() - createdAt.getTime() > seconds * 1000)
    throw fault(messages, 'too_late', { seconds })
}
