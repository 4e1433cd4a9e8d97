import type { ReactNode } from 'react'
import { Button } from '../Button/Button'
import { Box, Form, Scroll } from '../elements'
import { NavBar } from '../NavBar/NavBar'
import './FormPage.scss'

interface Props {
  title: string
  backLabel: string
  onBack: () => void
  /** What stands on the button. */
  verb: string
  busy: boolean
  disabled?: boolean
  /** What the button does cannot be undone. */
  danger?: boolean
  /** It is not known yet what to ask. */
  loading?: boolean
  onSubmit: () => void
  /** Why it was refused. */
  fault?: string
  /** What one should know before going on. */
  news?: string
  /** Below the button. */
  note?: string
  children: ReactNode
}

/** A page to fill in: fields, why it was refused, and one button. */
export const FormPage = ({ title, backLabel, onBack, loading, ...rest }: Props) => (
  <>
    <NavBar title={title} backLabel={backLabel} onBack={onBack} edge />
    <Scroll>{!loading && <Filling {...rest} />}</Scroll>
  </>
)

type FillingProps = Omit<Props, 'title' | 'backLabel' | 'onBack' | 'loading'>

const Filling = ({ verb, busy, disabled, danger, onSubmit, ...rest }: FillingProps) => (
  <Form className="form-page" onSubmit={onSubmit}>
    {rest.news && (
      <Box className="form-page-news" role="alert">
        {rest.news}
      </Box>
    )}
    {rest.children}
    {rest.fault && (
      <Box className="form-page-fault" live="polite">
        {rest.fault}
      </Box>
    )}
    <Button
      block
      submit
      kind={danger ? 'danger' : undefined}
      busy={busy}
      disabled={disabled}
      onTap={onSubmit}
    >
      {verb}
    </Button>
    {rest.note && <Box className="form-page-note">{rest.note}</Box>}
  </Form>
)

/** Settings among the fields, as wide as the page. */
export const FormGroup = ({ children }: { children: ReactNode }) => (
  <Box className="form-page-group">{children}</Box>
)
