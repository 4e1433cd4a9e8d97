/** What is being looked for. It outlives the page, so that coming back from a hit finds it as it was. */
import { createStore, useStore } from '../../kernel/store'
import type { Filter } from './useFoundMessages'

interface Searching {
  query: string
  filter: Filter
}

const searching = createStore<Searching>({ query: '', filter: {} })

/** Begins a search anew, with what is known already. */
export const beginSearch = (query = '', filter: Filter = {}): void => searching.set({ query, filter })

/** The search under way, and how to change it. */
export const useSearching = () => ({
  ...useStore(searching),
  setQuery: (query: string) => searching.set({ ...searching.get(), query }),
  setFilter: (filter: Filter) => searching.set({ ...searching.get(), filter }),
})
