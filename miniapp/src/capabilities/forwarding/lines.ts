/** What of a record is said in one line. Pure. */
import type { Carried, RecordItem } from '@community-chat/shared/capabilities/forwarding/contract'
import type { words } from './words'

type Words = (typeof words)['en']

/** An item in one line of words. */
export function lineOf({ content }: Pick<RecordItem, 'content'>, w: Words): string {
  switch (content.type) {
    case 'text':
      return content.text.replace(/\s+/g, ' ')
    case 'location':
      return w.place(content.name)
    case 'card':
      return w.card[content.of]
    default:
      return w.inLine
  }
}

/** The same of a line inside a preview, which knows the kind alone where it was no text. */
export const previewLine = (type: Carried, text: string, w: Words): string =>
  type === 'text'
    ? text.replace(/\s+/g, ' ')
    : type === 'location'
      ? w.place('')
      : type === 'card'
        ? w.card.person
        : w.inLine
