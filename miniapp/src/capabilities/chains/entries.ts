/** Joining a chain, on the device. */
import { chainOf, chains, links } from '@community-chat/shared/capabilities/chains/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { call } from '../../kernel/client'
import { theDevice } from '../../kernel/device'

const { routes } = chains

/** Writes my line, or changes it. */
export const join = async (messageId: string, text: string): Promise<void> =>
  theDevice()?.take(await call(routes.join, { messageId, text }))

/** Takes my line back. */
export const leave = async (messageId: string): Promise<void> =>
  theDevice()?.take(await call(routes.leave, { messageId }))

/** Closes it for good. */
export const close = async (messageId: string): Promise<void> =>
  theDevice()?.take(await call(routes.close, { messageId }))

/** Everyone whose line a message shows. */
export const peopleChained = (message: Message): string[] =>
  chainOf(message) ? links.of(message).newest.map(({ userId }) => userId) : []
