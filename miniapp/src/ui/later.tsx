import { createElement, lazy, Suspense, type ComponentType } from 'react'

/**
 * A component that is loaded when it is first shown: on the page from a file of its own, in mini programs it is there
 * from the start. Nothing stands in its place until then.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Loaded = lazy(async () => ({ default: await load() }))
  return props => <Suspense fallback={null}>{createElement<any>(Loaded, props)}</Suspense>
}
