import { Textarea } from '@tarojs/components'
import type { WriteProps } from './Composer.types'

/** The field of a message in a mini program; the keyboard's own button sends. */
export const Write = ({ value, onInput, onSend, placeholder, maxLength, focusOn, onFocus }: WriteProps) => (
  <Textarea
    className="write"
    value={value}
    placeholder={placeholder}
    maxlength={maxLength}
    autoHeight
    fixed
    adjustPosition={false}
    showConfirmBar={false}
    disableDefaultPadding
    confirmType="send"
    focus={!!focusOn}
    ariaLabel={placeholder}
    onInput={event => onInput(event.detail.value)}
    onConfirm={onSend}
    onFocus={onFocus}
  />
)
