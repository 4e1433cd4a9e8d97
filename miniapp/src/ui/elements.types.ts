import type { CSSProperties, ReactNode } from 'react'

/** Where something stands on the screen, in px. */
export interface Place {
  left: number
  top: number
  right: number
  bottom: number
}

/** What an assistive technology is told. */
export interface Spoken {
  role?: string
  /** Read instead of the content. */
  label?: string
  /** Decoration: not read at all. */
  silent?: boolean
  selected?: boolean
  checked?: boolean
  expanded?: boolean
  live?: 'polite' | 'assertive' | 'off'
  heading?: 1 | 2 | 3
}

export interface BoxProps extends Spoken {
  className?: string
  id?: string
  style?: CSSProperties
  children?: ReactNode
  /** Long press on a phone, right click with a mouse. */
  onHold?: (place: Place) => void
  /** A key pressed inside, by its name, and where the box stands; true where it is used up. In browsers only. */
  onKey?: (key: string, place: Place) => boolean
  /** Something covers it: nothing inside can be reached, by the keyboard either. */
  inert?: boolean
}

export interface TapProps extends BoxProps {
  onTap?: () => void
  disabled?: boolean
  /** Submits the form around it; in mini programs, which have no such forms, `onTap` is called. */
  submit?: boolean
  /** Told where it stands, for menus that open beside it. */
  onTapAt?: (place: Place) => void
}

export interface ImageProps {
  src: string
  className?: string
  /** Empty for decoration. */
  alt: string
  /** It cannot be loaded. */
  onFail?: () => void
}

export interface ScrollProps extends Omit<BoxProps, 'onHold'> {
  /** Called near the end, to load more. */
  onEnd?: () => void
  onScroll?: () => void
  horizontal?: boolean
}

export interface InputProps {
  value: string
  onInput: (value: string) => void
  onConfirm?: () => void
  onFocus?: () => void
  onBlur?: () => void
  className?: string
  id?: string
  label?: string
  type?: 'text' | 'search' | 'password' | 'number'
  placeholder?: string
  maxLength?: number
  invalid?: boolean
  describedBy?: string
  /** The browser's word for what is asked, so that password managers help. */
  autoComplete?: string
  name?: string
  focus?: boolean
}

export interface LinkProps {
  href: string
  /** Read instead of the content. */
  label?: string
  className?: string
  children: ReactNode
}

export interface FormProps {
  className?: string
  onSubmit: () => void
  children: ReactNode
}
