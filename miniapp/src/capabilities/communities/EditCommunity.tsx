import type { Community } from '@community-chat/shared/capabilities/communities/contract'
import { avatarLetters } from '@community-chat/shared/capabilities/profiles/person'
import { useEffect, useState } from 'react'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { toast } from '../../ui/Toast/toast'
import { LookForm, trimmed, type Look } from './LookForm'
import { updateCommunity, useCommunity } from './useCommunities'
import { words } from './words'

/** Changes a community. If someone else changed it meanwhile, their state is shown before anything is overwritten. */
export function EditCommunity({ communityId, onBack }: { communityId: string; onBack: () => void }) {
  const w = useWords(words)
  const { community, reload } = useCommunity(communityId)
  return community ? (
    <EditForm community={community} reload={reload} onBack={onBack} />
  ) : (
    <RowSkeleton label={w.loading} />
  )
}

const lookOf = ({ name, description, letters, colour, category, visibility }: Community): Look => ({
  name,
  description,
  colour,
  category,
  visibility,
  letters: letters === avatarLetters(name) ? '' : letters,
})

function EditForm({
  community,
  reload,
  onBack,
}: {
  community: Community
  reload: () => Promise<void>
  onBack: () => void
}) {
  const w = useWords(words)
  const [look, setLook] = useState(() => lookOf(community))
  const [version, setVersion] = useState(community.version)
  const task = useTask(async () => {
    const { letters, ...rest } = trimmed(look)
    const own = letters || avatarLetters(rest.name)
    await updateCommunity({ communityId: community.id, version, ...rest, letters: own })
    toast(w.saved)
    onBack()
  })
  const stale = task.fault?.code === 'stale_version'
  // The newer one arrives by push or by the reload: from then on it is what is being edited.
  useEffect(() => {
    if (!stale) return
    setLook(lookOf(community))
    setVersion(community.version)
  }, [stale, community.version])
  const retry = {
    ...task,
    run: (input: undefined) =>
      task.run(input).catch(async fault => {
        if (fault.code === 'stale_version') await reload()
      }),
  }
  return (
    <LookForm
      title={w.edit}
      verb={w.save}
      news={stale ? w.stale : undefined}
      {...{ look, setLook, task: retry, onBack }}
    />
  )
}
