import { Textarea } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { setKeyboard } from '../keyboard'
import type { WriteProps } from './Composer.types'

/** The field of a message in a mini program; the keyboard's own button sends, and the page makes room for it. */
export function Write({ value, onInput, onSend, placeholder, maxLength, focusOn, onFocus }: WriteProps) {
  const [focused, setFocused] = useState(false)
  useEffect(() => {
    if (focusOn) setFocused(true)
  }, [focusOn])
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
      ariaLabel={placeholder}
      onInput={event => onInput(event.detail.value)}
      onConfirm={onSend}
      onFocus={() => {
        setFocused(true)
        onFocus?.()
      }}
      onBlur={() => {
        setFocused(false)
        setKeyboard(0)
      }}
      onKeyboardHeightChange={event => setKeyboard(event.detail.height)}
    />
  )
}
