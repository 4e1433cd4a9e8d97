import type { ReactNode } from 'react'
import { Box, Text } from '../elements'
import './TypingDots.scss'

/** Three dots that come and go, as one who types does. */
export const Dots = () => (
  <Box className="typing-dots" silent>
    <Box className="typing-dot" />
    <Box className="typing-dot typing-dot-2" />
    <Box className="typing-dot typing-dot-3" />
  </Box>
)

/** A row that says who is typing; read out once, not with every keystroke. */
export const TypingDots = ({ faces, words }: { faces: ReactNode; words: string }) => (
  <Box className="typing-row" role="status" live="polite">
    <Box className="typing-faces" silent>
      {faces}
    </Box>
    <Dots />
    <Text className="one-line">{words}</Text>
  </Box>
)
