import { link } from '@community-chat/shared/capabilities/links/contract'
import { useMemo } from 'react'
import type { TalkPart } from '../../kernel/talk'
import { LinkCard } from './LinkCard'

/** Under a text, what the page behind its first link says of itself. */
export const useLinkPart = (): TalkPart =>
  useMemo(() => ({ under: message => link.of(message) && <LinkCard message={message} /> }), [])
