export interface AreaProps {
  value: string
  onInput: (value: string) => void
  onFocus?: () => void
  onBlur?: () => void
  id: string
  label: string
  placeholder?: string
  maxLength: number
  invalid?: boolean
  describedBy?: string
  className?: string
}
