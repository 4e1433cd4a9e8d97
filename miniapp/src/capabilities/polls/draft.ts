/** A poll that is being made. Pure. */
import { mostOptions } from '@community-chat/shared/capabilities/polls/contract'

export interface Draft {
  question: string
  options: string[]
  multiple: boolean
  anonymous: boolean
  open: boolean
  closesAt: number | null
}

export const emptyDraft: Draft = {
  question: '',
  options: ['', ''],
  multiple: false,
  anonymous: false,
  open: false,
  closesAt: null,
}

/** The places of options that say what one before them says. */
export const repeated = ({ options }: Pick<Draft, 'options'>): Set<number> =>
  new Set(
    options.flatMap((one, n) =>
      one.trim() && options.slice(0, n).some(other => other.trim() === one.trim()) ? [n] : [],
    ),
  )

/** The options that say something, as they will be sent. */
export const written = ({ options }: Pick<Draft, 'options'>): string[] =>
  options.map(one => one.trim()).filter(Boolean)

/** Whether it can be sent. */
export const isWhole = (draft: Draft): boolean =>
  draft.question.trim() !== '' && written(draft).length >= 2 && repeated(draft).size === 0

export const mayAdd = ({ options }: Pick<Draft, 'options'>): boolean => options.length < mostOptions

/** One option moved a place up. */
export const raised = (options: readonly string[], n: number): string[] => {
  const next = [...options]
  if (n > 0) next.splice(n - 1, 0, ...next.splice(n, 1))
  return next
}
