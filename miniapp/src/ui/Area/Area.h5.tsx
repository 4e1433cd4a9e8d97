import { useLayoutEffect, useRef } from 'react'
import type { AreaProps } from './Area.types'

/** Several lines of text to type in: it grows with them. */
export function Area({ onInput, label, invalid, describedBy, className = '', ...rest }: AreaProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const box = field.current
    if (!box) return
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight}px`
  }, [rest.value])
  return (
    <textarea
      {...rest}
      ref={field}
      className={`input ${className}`}
      rows={3}
      aria-label={label}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onChange={event => onInput(event.currentTarget.value)}
    />
  )
}
