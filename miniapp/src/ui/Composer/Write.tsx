import { Textarea } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { setKeyboard } from '../keyboard'
import type { WriteProps } from './Composer.types'

/** The field of a message in a mini program; the keyboard's own button sends, and the page makes room for it. */
export function Write({
  value,
  onInput,
  onCursor,
  onSend,
  placeholder,
  maxLength,
  focusOn,
  cursor,
  resting,
  onFocus,
}: WriteProps) {
  const [focused, setFocused] = useState(false)
  useEffect(() => {
    if (focusOn || cursor) setFocused(true)
  }, [focusOn, cursor])
  useEffect(() => {
    if (resting) setFocused(false)
  }, [resting])
  useEffect(() => () => setKeyboard(0), [])

  return (
    <Textarea
      className="write"
      value={value}
      placeholder={placeholder}
      maxlength={maxLength}
      autoHeight
      adjustPosition={false}
      showConfirmBar={false}
      disableDefaultPadding
      confirmType="send"
      confirmHold
      focus={focused}
      cursor={cursor?.at ?? -1}
      ariaLabel={placeholder}
      onInput={event => onInput(event.detail.value, event.detail.cursor)}
      onConfirm={onSend}
      onFocus={() => {
        setFocused(true)
        onFocus?.()
      }}
      onBlur={event => {
        onCursor?.((event.detail as { cursor?: number }).cursor ?? value.length)
        setFocused(false)
        setKeyboard(0)
      }}
      onKeyboardHeightChange={event => setKeyboard(event.detail.height)}
    />
  )
}
