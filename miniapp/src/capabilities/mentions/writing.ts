/** Whom the texts in the fields of this device call, by the room, thread or changed message they are for. */
import { wrongSpan } from '@community-chat/shared/capabilities/mentions/spans'
import type { Mention } from '@community-chat/shared/capabilities/messages/content'
import { moved, type Written } from './spans'

const nothing: Written = { text: '', spans: [] }
const fields = new Map<string, Written>()
/** Fields that are remembered; what a forgotten one called stands as words. */
const mostFields = 100

/** What stands in a field and whom it calls; `given` says it of a text that was not written here. */
export function written(place: string, text: string, given?: readonly Mention[]): Written {
  const known = fields.get(place)
  if (known?.text === text) return known
  const isRight = given !== undefined && given.length > 0 && wrongSpan(text, given) === null
  return keep(place, { text, spans: isRight ? given : moved(known ?? nothing, text) })
}

/** What a field was last known to hold. */
export const latest = (place: string): Written | undefined => fields.get(place)

/** Keeps what was put into a field. */
export function keep(place: string, next: Written): Written {
  fields.delete(place)
  fields.set(place, next)
  for (const old of fields.keys()) {
    if (fields.size <= mostFields) break
    fields.delete(old)
  }
  return next
}
