export interface WriteProps {
  value: string
  onInput: (value: string) => void
  onSend: () => void
  /** Arrow up in an empty field. */
  onArrowUp?: () => void
  onEscape?: () => void
  placeholder: string
  maxLength: number
  /** The field takes the focus whenever this changes to another truthy value. */
  focusOn?: string
  onFocus?: () => void
}
