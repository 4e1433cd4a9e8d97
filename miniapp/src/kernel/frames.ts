/** Changes that come within one frame are shown as one. */
import { nextFrame } from './platform/signals'
import type { Store } from './store'

/** Takes steps that change a store; those of one frame are taken together, in order, when it is drawn. */
export function inFrames<T>(store: Store<T>): (step: (value: T) => T) => void {
  let steps: ((value: T) => T)[] = []
  return step => {
    if (steps.push(step) > 1) return
    nextFrame(() => {
      const all = steps
      steps = []
      store.set(all.reduce((value, one) => one(value), store.get()))
    })
  }
}
