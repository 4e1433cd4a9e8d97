/** How components read, act and listen: a query, an action, a push. */
import type { Data, Input, Output, Push, Route } from '@community-chat/shared/protocol/contract'
import { Fault } from '@community-chat/shared/protocol/faults'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call, on, useConnections } from './client'

export interface Query<T> {
  /** The last answer for this input; it stays while it is loaded again. */
  data: T | null
  fault: Fault | null
  /** True while there is nothing to show yet. */
  loading: boolean
  reload(): Promise<void>
}

export interface QueryOptions {
  /** Load again when the connection comes back (default true). */
  live?: boolean
}

/** Reads a route, again when its input changes; with null it waits. */
export function useQuery<R extends Route<any, any>>(
  route: R,
  input: Input<R> | null,
  { live = true }: QueryOptions = {},
): Query<Output<R>> {
  const key = input === null ? null : `${route.name} ${JSON.stringify(input)}`
  const [answer, setAnswer] = useState<{ key: string; data: Output<R> | null; fault: Fault | null } | null>(
    null,
  )
  const latest = useRef({ key, input })
  latest.current = { key, input }

  const reload = useCallback(async () => {
    const { key, input } = latest.current
    if (key === null || input === null) return
    const isLatest = () => latest.current.key === key
    try {
      const data = await call(route, input)
      if (isLatest()) setAnswer({ key, data, fault: null })
    } catch (error) {
      const fault = asFault(error)
      if (isLatest()) setAnswer(old => ({ key, data: old?.key === key ? old.data : null, fault }))
    }
  }, [route])

  const connections = useConnections()
  const failed = useRef(false)
  failed.current = answer?.key === key && answer.fault !== null
  useEffect(() => void reload(), [key, reload])
  useEffect(() => {
    // The first connection brings nothing new, unless there was none to ask on.
    if (connections > 1 ? live : connections === 1 && failed.current) void reload()
  }, [connections, live, reload])

  const current = answer?.key === key ? answer : null
  return {
    data: current?.data ?? null,
    fault: current?.fault ?? null,
    loading: key !== null && !current,
    reload,
  }
}

export interface Action<R extends Route<any, any>> {
  /** Calls the route; rejects with the `Fault`, which `fault` shows as well. */
  run(input: Input<R>): Promise<Output<R>>
  pending: boolean
  fault: Fault | null
}

/** A route that does something, with its state for a button. */
export function useAction<R extends Route<any, any>>(route: R): Action<R> {
  const action = useTask((input: Input<R>) => call(route, input))
  return { run: action.run, pending: action.pending, fault: action.fault }
}

/** Any asynchronous function with the same state as an action. */
export function useTask<I, O>(task: (input: I) => Promise<O>) {
  const [state, setState] = useState<{ pending: boolean; fault: Fault | null }>({
    pending: false,
    fault: null,
  })
  const latest = useRef(task)
  latest.current = task
  const mounted = useRef(true)
  useEffect(() => {
    mounted.current = true
    return () => {
      mounted.current = false
    }
  }, [])

  const run = useCallback(async (input: I): Promise<O> => {
    setState({ pending: true, fault: null })
    try {
      const output = await latest.current(input)
      if (mounted.current) setState({ pending: false, fault: null })
      return output
    } catch (error) {
      if (mounted.current) setState({ pending: false, fault: asFault(error) })
      throw error
    }
  }, [])
  return { run, ...state }
}

/** Listens to a push while the component is mounted. */
export function usePush<P extends Push<any>>(
  push: P,
  handler: (data: Data<P>, roomId: string | undefined) => void,
): void {
  const latest = useRef(handler)
  latest.current = handler
  useEffect(() => on(push, (data, roomId) => latest.current(data, roomId)), [push])
}

/** What was thrown, as a fault; a mistake of ours becomes `internal`. */
export const asFault = (error: unknown): Fault =>
  error instanceof Fault ? error : new Fault('internal', 500, String(error))
