/** Favourites on the device: what I keep, and how to keep it or let it go. */
import { type Favourite, favourites } from '@community-chat/shared/capabilities/favourites/contract'
import type { Content } from '@community-chat/shared/capabilities/messages/content'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { call } from '../../kernel/client'
import { theDevice } from '../../kernel/device'
import { usePages, type Pages } from '../../kernel/pages'

const { routes } = favourites
const quietFor = 250

/** Keeps a message; repeating it changes nothing. */
export async function keep(messageId: string): Promise<void> {
  theDevice()?.take(await call(routes.keep, { messageId }))
}

/** Keeps it no longer. */
export async function drop(messageId: string): Promise<void> {
  await call(routes.drop, { messageId })
}

export interface FavouriteList extends Pick<
  Pages<Favourite>,
  'rows' | 'loading' | 'fault' | 'hasMore' | 'loadMore'
> {
  drop(messageId: string): Promise<void>
}

/** What I keep, the latest first; with a text what has it in it, once no more of it is typed. */
export function useFavourites(text: string): FavouriteList {
  const query = useQuiet(text.trim())
  const input = useMemo(() => (query ? { query } : {}), [query])
  const { change, ...pages } = usePages<Favourite>(routes.list, input)
  const letGo = useCallback(
    async (messageId: string) => {
      await drop(messageId)
      change(rows => rows.filter(row => row.messageId !== messageId))
    },
    [change],
  )
  return { ...pages, drop: letGo }
}

/** What can be said again as it is: whom it called it does not call again. Null for what others made, as polls. */
export function sayable({ content }: Favourite): Content | null {
  if (!content || !('type' in content)) return null
  if (content.type === 'text') return { type: 'text', text: content.text }
  return content.type === 'location' || content.type === 'card' ? content : null
}

function useQuiet(text: string): string {
  const [quiet, setQuiet] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(text), text ? quietFor : 0)
    return () => clearTimeout(timer)
  }, [text])
  return quiet
}
