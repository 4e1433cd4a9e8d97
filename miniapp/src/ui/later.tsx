import { createElement, lazy, Suspense, type ComponentType } from 'react'

const [firstWait, longestWait] = [500, 8_000]

/**
 * A component that is loaded when it is first shown: on the page from a file of its own, in mini programs it is there
 * from the start. Nothing stands in its place until then; without a network it is tried again until it comes.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Loaded = lazy(async () => ({ default: await insist(load) }))
  return props => <Suspense fallback={null}>{createElement<any>(Loaded, props)}</Suspense>
}

/** What could not be loaded must not take the page away with it. */
async function insist<T>(load: () => Promise<T>): Promise<T> {
  for (let wait = firstWait; ; wait = Math.min(wait * 2, longestWait)) {
    try {
      return await load()
    } catch {
      await new Promise(resolve => setTimeout(resolve, wait))
    }
  }
}
