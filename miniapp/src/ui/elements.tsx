/** The elements everything is made of, for mini programs; `elements.h5.tsx` is the same for the browser. */
import {
  Image as TaroImage,
  Input as TaroInput,
  ScrollView,
  Text as TaroText,
  View,
} from '@tarojs/components'
import type {
  BoxProps,
  FormProps,
  ImageProps,
  InputProps,
  LinkProps,
  Place,
  ScrollProps,
  Spoken,
  TapProps,
} from './elements.types'
import { copyText } from './page'

const spoken = (props: Spoken) => ({
  ariaRole: props.heading ? 'heading' : props.role,
  ariaLabel: props.label,
  ariaHidden: props.silent,
  ariaSelected: props.selected,
  ariaChecked: props.checked,
  ariaExpanded: props.expanded,
})

interface Touched {
  currentTarget: { offsetLeft?: number; offsetTop?: number }
  touches?: { clientX: number; clientY: number }[]
  detail?: { x?: number; y?: number }
}

const placeOf = (event: Touched): Place => {
  const x = event.touches?.[0]?.clientX ?? event.detail?.x ?? 0
  const y = event.touches?.[0]?.clientY ?? event.detail?.y ?? 0
  return { left: x, right: x, top: y, bottom: y }
}

/** A block. */
export const Box = ({ className, id, style, children, onHold, onKey: _key, ...rest }: BoxProps) => (
  <View
    className={className}
    id={id}
    style={style}
    onLongPress={onHold ? event => onHold(placeOf(event as unknown as Touched)) : undefined}
    {...spoken(rest)}
  >
    {children}
  </View>
)

/** A piece of a line. */
export const Text = ({ className, id, style, children, ...rest }: BoxProps) => (
  <TaroText className={className} id={id} style={style} {...spoken(rest)}>
    {children}
  </TaroText>
)

/** Anything that does something when tapped. */
export const Tap = ({
  className = '',
  id,
  style,
  children,
  onTap,
  onTapAt,
  onHold,
  disabled,
  role,
  ...rest
}: TapProps) => (
  <View
    className={`tap ${disabled ? 'tap-off' : ''} ${className}`}
    hoverClass={disabled ? 'none' : 'tap-down'}
    id={id}
    style={style}
    onClick={event => {
      if (disabled) return
      onTap?.()
      onTapAt?.(placeOf(event as unknown as Touched))
    }}
    onLongPress={onHold ? event => onHold(placeOf(event as unknown as Touched)) : undefined}
    {...spoken({ ...rest, role: role ?? 'button' })}
  >
    {children}
  </View>
)

export const Image = ({ src, className, alt, onFail }: ImageProps) => (
  <TaroImage src={src} className={className} ariaLabel={alt} mode="aspectFit" onError={onFail} />
)

/** A block that scrolls by itself. */
export const Scroll = ({
  className = '',
  id,
  style,
  children,
  onEnd,
  onScroll,
  horizontal,
  ...rest
}: ScrollProps) => (
  <ScrollView
    className={`scroll ${className}`}
    id={id}
    style={style}
    scrollY={!horizontal}
    scrollX={!!horizontal}
    enhanced
    showScrollbar={false}
    lowerThreshold={240}
    onScrollToLower={onEnd}
    onScroll={onScroll}
    {...spoken(rest)}
  >
    {children}
  </ScrollView>
)

/** One line of text to type in. */
export const Input = ({
  onInput,
  onConfirm,
  onFocus,
  onBlur,
  label,
  type,
  className = '',
  ...rest
}: InputProps) => (
  <TaroInput
    className={`input ${className}`}
    id={rest.id}
    value={rest.value}
    type={type === 'number' ? 'number' : 'text'}
    password={type === 'password'}
    placeholder={rest.placeholder}
    maxlength={rest.maxLength ?? 140}
    focus={rest.focus}
    confirmType={type === 'search' ? 'search' : 'done'}
    ariaLabel={label}
    onInput={event => onInput(event.detail.value)}
    onConfirm={onConfirm}
    onFocus={onFocus}
    onBlur={onBlur}
  />
)

/** A mini program may not open the web: the address is copied instead. */
export const Link = ({ href, className, label, children }: LinkProps) => (
  <TaroText className={className} {...spoken({ label })} onClick={() => void copyText(href)}>
    {children}
  </TaroText>
)

/** Fields that are sent together. */
export const Form = ({ className, children }: FormProps) => <View className={className}>{children}</View>
