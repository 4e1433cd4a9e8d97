export interface WriteProps {
  value: string
  /** What stands in the field, and where the cursor is in it, in UTF-16 units. */
  onInput: (value: string, at: number) => void
  /** The cursor moved. */
  onCursor?: (at: number) => void
  onSend: () => void
  /** Any key that is not part of composing a word, before the field's own; true where it is used up. */
  onKey?: (key: string) => boolean
  /** Arrow up in an empty field. */
  onArrowUp?: () => void
  onEscape?: () => void
  placeholder: string
  maxLength: number
  /** The field takes the focus whenever this changes to another truthy value. */
  focusOn?: string
  /** The cursor goes here, and the focus with it, whenever this becomes another object. */
  cursor?: { at: number } | null
  /** The keyboard is put away: something else has its place. */
  resting?: boolean
  onFocus?: () => void
}
