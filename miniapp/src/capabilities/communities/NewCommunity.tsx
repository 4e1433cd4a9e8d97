import type { Community } from '@community-chat/shared/capabilities/communities/contract'
import { avatarColour } from '@community-chat/shared/capabilities/profiles/person'
import { useState } from 'react'
import { useTask } from '../../kernel/hooks'
import { newId } from '../../kernel/platform/random'
import { useWords } from '../../kernel/words'
import { LookForm, trimmed, type Look } from './LookForm'
import { createCommunity } from './useCommunities'
import { words } from './words'

/** A new community: how it looks, and who can join. */
export function NewCommunity({
  onBack,
  onMade,
}: {
  onBack: () => void
  onMade: (community: Community) => void
}) {
  const w = useWords(words)
  // Kept for every try, so that a lost answer makes no second one.
  const [clientId] = useState(newId)
  const [look, setLook] = useState<Look>(() => ({
    name: '',
    description: '',
    letters: '',
    colour: avatarColour(clientId),
    category: 'general',
    visibility: 'public',
  }))
  const task = useTask(async () => {
    const { letters, ...rest } = trimmed(look)
    onMade(
      await createCommunity({ ...rest, ...(letters ? { letters } : {}), roomName: w.firstRoom, clientId }),
    )
  })
  return <LookForm title={w.newTitle} verb={w.create} {...{ look, setLook, task, onBack }} />
}
