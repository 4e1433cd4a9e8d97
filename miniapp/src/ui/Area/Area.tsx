import { Textarea } from '@tarojs/components'
import type { AreaProps } from './Area.types'

/** Several lines of text to type in, in a mini program. */
export const Area = ({ onInput, onFocus, onBlur, label, maxLength, className = '', ...rest }: AreaProps) => (
  <Textarea
    className={`input ${className}`}
    id={rest.id}
    value={rest.value}
    placeholder={rest.placeholder}
    maxlength={maxLength}
    autoHeight
    disableDefaultPadding
    showConfirmBar={false}
    ariaLabel={label}
    onInput={event => onInput(event.detail.value)}
    onFocus={onFocus}
    onBlur={onBlur}
  />
)
