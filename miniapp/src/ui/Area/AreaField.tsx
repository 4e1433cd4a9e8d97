import { useState } from 'react'
import { Box, Text } from '../elements'
import '../Field/Field.scss'
import { Area } from './Area'
import type { AreaProps } from './Area.types'
import './AreaField.scss'

interface Props extends Omit<AreaProps, 'label' | 'invalid' | 'describedBy' | 'className'> {
  title: string
  /** One sentence under the field when something is wrong with it. */
  error?: string
}

/** A titled field of several lines, with how much of it is used. */
export function AreaField({ title, error, ...area }: Props) {
  const [focused, setFocused] = useState(false)
  const note = `${area.id}-note`
  return (
    <Box className="field">
      <Text className="field-title">{title}</Text>
      <Box className={`field-box area-box ${error ? 'field-bad' : focused ? 'field-on' : ''}`}>
        <Area
          {...area}
          className="area-input"
          label={title}
          invalid={!!error}
          describedBy={note}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
        />
      </Box>
      <Box id={note} className="area-foot">
        <Text className="area-error">{error ?? ''}</Text>
        <Text className="area-count">{`${area.value.length}/${area.maxLength}`}</Text>
      </Box>
    </Box>
  )
}
