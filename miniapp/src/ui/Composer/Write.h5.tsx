import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import type { WriteProps } from './Composer.types'

const tallest = 5 * 24 + 16

/** True while an input method composes: Enter then chooses a word. 229 is what Safari says instead. */
const isComposing = (event: KeyboardEvent) => event.nativeEvent.isComposing || event.keyCode === 229

/** The field of a message: grows to five lines, Enter sends, Shift and Enter breaks the line. */
export function Write({
  value,
  onInput,
  onCursor,
  onSend,
  onKey,
  onArrowUp,
  onEscape,
  focusOn,
  cursor,
  resting,
  placeholder,
  ...rest
}: WriteProps) {
  const field = useRef<HTMLTextAreaElement>(null)

  useLayoutEffect(() => {
    const box = field.current
    if (!box) return
    box.style.height = 'auto'
    box.style.height = `${Math.min(box.scrollHeight, tallest)}px`
    box.style.overflowY = box.scrollHeight > tallest ? 'auto' : 'hidden'
  }, [value])

  useEffect(() => {
    const box = field.current
    if (!focusOn || !box) return
    box.focus({ preventScroll: true })
    box.setSelectionRange(box.value.length, box.value.length)
  }, [focusOn])

  useLayoutEffect(() => {
    const box = field.current
    if (!cursor || !box) return
    box.focus({ preventScroll: true })
    box.setSelectionRange(cursor.at, cursor.at)
  }, [cursor])

  useEffect(() => {
    if (resting) field.current?.blur()
  }, [resting])

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    const plain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey
    if (plain && onKey?.(event.key)) event.preventDefault()
    else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      onSend()
    } else if (event.key === 'ArrowUp' && value === '' && onArrowUp) {
      event.preventDefault()
      onArrowUp()
    } else if (event.key === 'Escape' && onEscape) {
      event.preventDefault()
      onEscape()
    }
  }

  return (
    <textarea
      {...rest}
      ref={field}
      className="write"
      rows={1}
      value={value}
      placeholder={placeholder}
      aria-label={placeholder}
      enterKeyHint="send"
      autoComplete="off"
      onChange={event => onInput(event.currentTarget.value, event.currentTarget.selectionStart)}
      onSelect={event => onCursor?.(event.currentTarget.selectionStart)}
      onKeyDown={onKeyDown}
    />
  )
}
