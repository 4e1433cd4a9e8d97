/** A list that is read page by page. */
import type { Input, Route } from '@community-chat/shared/protocol/contract'
import type { Fault } from '@community-chat/shared/protocol/faults'
import type { Page } from '@community-chat/shared/protocol/fields'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call, useConnections } from './client'
import { asFault } from './hooks'

export interface Pages<T> {
  rows: T[]
  /** True while there is nothing to show yet. */
  loading: boolean
  fault: Fault | null
  hasMore: boolean
  loadMore(): Promise<void>
  reload(): Promise<void>
  /** Changes the rows in place, as a push asks for; `atEnd` is true where no page is left to load. */
  change(step: (rows: T[], atEnd: boolean) => T[]): void
}

interface Loaded<T> {
  key: string | null
  rows: T[]
  next: string | null
  fault: Fault | null
  loaded: boolean
}

/** Reads a listing route; with null it waits. It begins again when its input changes or the connection is new. */
export function usePages<T>(route: Route<any, any>, input: Record<string, unknown> | null): Pages<T> {
  const key = input === null ? null : JSON.stringify(input)
  const empty: Loaded<T> = { key, rows: [], next: null, fault: null, loaded: false }
  const [state, setState] = useState(empty)
  const current = state.key === key ? state : empty
  const latest = useRef(current)
  latest.current = current
  const busy = useRef<string | null>(null)

  const load = useCallback(
    async (cursor: string | null) => {
      const mark = `${key} ${cursor}`
      if (key === null || busy.current === mark) return
      busy.current = mark
      const fields = { ...JSON.parse(key), ...(cursor === null ? {} : { cursor }) } as Input<typeof route>
      try {
        const page = (await call(route, fields)) as Page<T>
        if (latest.current.key !== key) return
        const rows = cursor === null ? page.items : [...latest.current.rows, ...page.items]
        setState({ key, rows, next: page.next, fault: null, loaded: true })
      } catch (error) {
        if (latest.current.key === key) setState({ ...latest.current, fault: asFault(error) })
      } finally {
        if (busy.current === mark) busy.current = null
      }
    },
    [key, route],
  )

  const connections = useConnections()
  useEffect(() => void load(null), [load])
  useEffect(() => {
    // The first connection brings nothing new, unless there was none to ask on.
    if (connections > 1 || (connections === 1 && latest.current.fault)) void load(null)
  }, [load, connections])

  return {
    rows: current.rows,
    loading: key !== null && !current.loaded && !current.fault,
    fault: current.fault,
    hasMore: current.next !== null,
    loadMore: useCallback(async () => {
      if (latest.current.next !== null) await load(latest.current.next)
    }, [load]),
    reload: useCallback(() => load(null), [load]),
    change: useCallback(
      step => setState(old => (old.key === key ? { ...old, rows: step(old.rows, old.next === null) } : old)),
      [key],
    ),
  }
}
