import type { ReactNode } from 'react'
import { Box, Text } from '../elements'
import './TypingDots.scss'

/** A row that says who is typing; read out once, not with every keystroke. */
export const TypingDots = ({ faces, words }: { faces: ReactNode; words: string }) => (
  <Box className="typing-row" role="status" live="polite">
    <Box className="typing-faces" silent>
      {faces}
    </Box>
    <Box className="typing-dots" silent>
      <Box className="typing-dot" />
      <Box className="typing-dot typing-dot-2" />
      <Box className="typing-dot typing-dot-3" />
    </Box>
    <Text className="one-line">{words}</Text>
  </Box>
)
