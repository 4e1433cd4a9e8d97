export interface NameFormProps {
  title: string
  value: string
  error?: string
  submit: string
  busy?: boolean
  onSubmit: (name: string) => void
}
