import { useState } from 'react'
import { Box, Input, Tap, Text } from '../elements'
import type { InputProps } from '../elements.types'
import { Icon } from '../Icon/Icon'
import './Field.scss'

interface Props extends Omit<InputProps, 'label' | 'invalid' | 'describedBy' | 'className'> {
  id: string
  title: string
  /** One sentence under the field when something is wrong with it. */
  error?: string
  hint?: string
  /** For passwords: the words of the button that shows them. */
  reveal?: { show: string; hide: string }
}

/** A titled line to type in, with its hint or what is wrong with it below. */
export function Field({ title, error, hint, reveal, type, onFocus, onBlur, ...input }: Props) {
  const [focused, setFocused] = useState(false)
  const [shown, setShown] = useState(false)
  const below = error ?? hint
  return (
    <Box className="field">
      <Text className="field-title">{title}</Text>
      <Box className={`field-box ${error ? 'field-bad' : focused ? 'field-on' : ''}`}>
        <Input
          {...input}
          className="field-input"
          label={title}
          type={shown ? 'text' : type}
          invalid={!!error}
          describedBy={below ? `${input.id}-note` : undefined}
          onFocus={() => {
            setFocused(true)
            onFocus?.()
          }}
          onBlur={() => {
            setFocused(false)
            onBlur?.()
          }}
        />
        {reveal && (
          <Tap className="field-reveal" onTap={() => setShown(!shown)}>
            {shown ? reveal.hide : reveal.show}
          </Tap>
        )}
      </Box>
      {below && (
        <Box
          id={`${input.id}-note`}
          className={error ? 'field-error' : 'field-hint'}
          live={error ? 'polite' : undefined}
        >
          {error && (
            <Text className="field-mark" silent>
              <Icon name="alert" size={14} />
            </Text>
          )}
          <Text>{below}</Text>
        </Box>
      )}
    </Box>
  )
}
