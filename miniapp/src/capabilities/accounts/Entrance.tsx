import type { ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useEntrance } from '../../kernel/session'
import { useWords } from '../../kernel/words'
import mark from '../../ui/art/mark.svg'
import { Button } from '../../ui/Button/Button'
import { Box, Image, Text } from '../../ui/elements'
import { words } from './words'
import './Entrance.scss'

interface Props {
  /** To the form for a name and a password. */
  onTyped: () => void
  /** The way in where nobody vouches for the person. */
  children: ReactNode
}

/** The way in where WeChat or Alipay vouches for the person: a calm wait, and what to do when it fails. */
export function Entrance({ onTyped, children }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const entrance = useEntrance()
  if (!entrance.kind) return children
  const waiting = entrance.state === 'waiting'
  const failed = entrance.state === 'failed'
  return (
    <Box className="entrance">
      <Image className={`entrance-mark ${waiting ? 'entrance-waiting' : ''}`} src={mark} alt="" />
      <Box className="entrance-title" heading={1} live="polite">
        {waiting ? w.entering : failed ? w.enterFailed : w.leftTitle}
      </Box>
      {!waiting && (
        <>
          <Text className="entrance-text">
            {entrance.state === 'failed' ? faultText(entrance.fault) : w.leftText}
          </Text>
          <Box className="entrance-acts">
            <Button block onTap={() => void entrance.enter()}>
              {failed ? w.enterAgain : w.enterWith[entrance.kind]}
            </Button>
            <Button block kind="outline" className="entrance-typed" onTap={onTyped}>
              {w.enterTyped}
            </Button>
          </Box>
        </>
      )}
    </Box>
  )
}
