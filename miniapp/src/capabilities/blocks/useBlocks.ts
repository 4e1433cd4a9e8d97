/** Blocks, for components. */
import { blocks, type Block } from '@community-chat/shared/capabilities/blocks/contract'
import { useEffect } from 'react'
import { theDevice, useDevice } from '../../kernel/device'
import { usePages, type Pages } from '../../kernel/pages'
import { useStore } from '../../kernel/store'
import { blocked, nobody } from './blocked'

export { block, unblock } from './blocked'

/** The ids of the people I blocked, live. */
export const useBlocked = (): ReadonlySet<string> => useStore(blocked)

/** Tells the device whose messages do not count as unread. */
export function useIgnoring(): void {
  const ids = useBlocked()
  const isReady = useDevice(() => true, false)
  useEffect(() => {
    // Before it is known whom I blocked, what was stored holds.
    if (isReady && ids !== nobody) theDevice()?.ignore([...ids])
  }, [ids, isReady])
}

/** The people I blocked, page by page, the latest first. */
export function useBlockedPeople(): Pages<Block> {
  const pages = usePages<Block>(blocks.routes.list, noInput)
  const ids = useBlocked()
  const { change, reload } = pages
  // Someone new comes first on the list, with a time that only the server knows.
  const isNew = [...ids].some(id => !pages.rows.some(row => row.user.id === id)) && !pages.hasMore
  useEffect(() => {
    if (isNew && !pages.loading) void reload()
  }, [ids])
  useEffect(() => change(rows => rows.filter(row => ids.has(row.user.id))), [ids, change])
  return pages
}
const noInput = {}
