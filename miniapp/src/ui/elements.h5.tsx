/** The elements everything is made of, as plain HTML: light, and with the browser's own keyboard and focus. */
import type { KeyboardEvent, UIEvent } from 'react'
import type {
  BoxProps,
  FormProps,
  ImageProps,
  InputProps,
  LinkProps,
  ScrollProps,
  Spoken,
  TapProps,
} from './elements.types'
import { placeOf, useHold } from './hold.h5'

const spoken = (props: Spoken) => ({
  role: props.heading ? 'heading' : props.role,
  'aria-level': props.heading,
  'aria-label': props.label,
  'aria-hidden': props.silent,
  'aria-selected': props.selected,
  'aria-checked': props.checked,
  'aria-expanded': props.expanded,
  'aria-live': props.live,
})

/** A block. */
export function Box({ className, id, style, children, onHold, onKey, inert, ...rest }: BoxProps) {
  const hold = useHold(onHold)
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing
    const isText = (event.target as Element).matches('input, textarea') && event.key.length === 1
    if (plain && !isText && onKey?.(event.key, placeOf(event.currentTarget))) {
      event.preventDefault()
      event.stopPropagation()
    } else hold.onKeyDown?.(event)
  }
  return (
    <div
      className={className}
      id={id}
      style={style}
      {...spoken(rest)}
      {...(inert ? { inert: '' } : {})}
      {...hold}
      onKeyDown={onKey ? onKeyDown : hold.onKeyDown}
    >
      {children}
    </div>
  )
}

/** A piece of a line. */
export function Text({ className, id, style, children, ...rest }: BoxProps) {
  return (
    <span className={className} id={id} style={style} {...spoken(rest)}>
      {children}
    </span>
  )
}

/** Anything that does something when tapped: a real button, so the keyboard works too. */
export function Tap({
  className = '',
  id,
  style,
  children,
  onTap,
  onTapAt,
  onHold,
  disabled,
  submit,
  ...rest
}: TapProps) {
  const hold = useHold(onHold)
  return (
    <button
      type={submit ? 'submit' : 'button'}
      className={`tap ${className}`}
      id={id}
      style={style}
      disabled={disabled}
      onClick={
        !submit && (onTap || onTapAt)
          ? event => {
              onTap?.()
              onTapAt?.(placeOf(event.currentTarget))
            }
          : undefined
      }
      {...spoken(rest)}
      {...hold}
      // A button's own Enter taps it.
      onKeyDown={undefined}
    >
      {children}
    </button>
  )
}

export const Image = ({ src, className, alt, onFail }: ImageProps) => (
  <img src={src} className={className} alt={alt} draggable={false} onError={onFail} />
)

/** A block that scrolls by itself. */
export function Scroll({
  className = '',
  id,
  style,
  children,
  onEnd,
  onScroll,
  horizontal,
  ...rest
}: ScrollProps) {
  const watch = (event: UIEvent<HTMLDivElement>) => {
    onScroll?.()
    const box = event.currentTarget
    if (box.scrollHeight - box.scrollTop - box.clientHeight < 240) onEnd?.()
  }
  return (
    <div
      className={`scroll ${horizontal ? 'scroll-x' : 'scroll-y'} ${className}`}
      id={id}
      style={style}
      onScroll={onEnd || onScroll ? watch : undefined}
      {...spoken(rest)}
    >
      {children}
    </div>
  )
}

/** One line of text to type in. */
export function Input({
  onInput,
  onConfirm,
  label,
  type,
  invalid,
  describedBy,
  focus,
  className = '',
  ...rest
}: InputProps) {
  return (
    <input
      {...rest}
      className={`input ${className}`}
      type={type === 'number' ? 'text' : (type ?? 'text')}
      inputMode={type === 'number' ? 'numeric' : undefined}
      enterKeyHint={type === 'search' ? 'search' : undefined}
      aria-label={label}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      autoFocus={focus}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      onInput={event => onInput(event.currentTarget.value)}
      onChange={() => {}}
      onKeyDown={event => {
        const typing = event.nativeEvent.isComposing || event.keyCode === 229
        if (event.key === 'Enter' && !typing && onConfirm) {
          event.preventDefault()
          onConfirm()
        }
      }}
    />
  )
}

/** A way out to the web, in a tab of its own that cannot reach back. */
export const Link = ({ href, className, label, children }: LinkProps) => (
  <a className={className} href={href} aria-label={label} target="_blank" rel="noopener noreferrer nofollow">
    {children}
  </a>
)

/** Fields that are sent together, by the button or the Enter key. */
export const Form = ({ className, onSubmit, children }: FormProps) => (
  <form
    className={className}
    noValidate
    onSubmit={event => {
      event.preventDefault()
      onSubmit()
    }}
  >
    {children}
  </form>
)
