/** The elements everything is made of, as plain HTML: light, and with the browser's own keyboard and focus. */
import type { UIEvent } from 'react'
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
export function Box({ className, id, style, children, onHold, ...rest }: BoxProps) {
  const hold = useHold(onHold)
  return (
    <div className={className} id={id} style={style} {...spoken(rest)} {...hold}>
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
    >
      {children}
    </button>
  )
}

export const Image = ({ src, className, alt, onFail }: ImageProps) => (
  <img src={src} className={className} alt={alt} draggable={false} onError={onFail} />
)

/** A block that scrolls by itself. */
export function Scroll({ className = '', id, style, children, onEnd, horizontal, ...rest }: ScrollProps) {
  const watch = (event: UIEvent<HTMLDivElement>) => {
    const box = event.currentTarget
    if (box.scrollHeight - box.scrollTop - box.clientHeight < 240) onEnd?.()
  }
  return (
    <div
      className={`scroll ${horizontal ? 'scroll-x' : 'scroll-y'} ${className}`}
      id={id}
      style={style}
      onScroll={onEnd ? watch : undefined}
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
export const Link = ({ href, className, children }: LinkProps) => (
  <a className={className} href={href} target="_blank" rel="noopener noreferrer nofollow">
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
