import { useLanguage, useWords } from '../../kernel/words'
import hero from '../../ui/art/hero.svg'
import mark from '../../ui/art/mark.svg'
import { Button } from '../../ui/Button/Button'
import { Box, Image, Scroll, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { words } from './words'
import './Welcome.scss'

/** The first thing anyone sees: what this is, and the two ways in. */
export function Welcome({ onSignUp, onSignIn }: { onSignUp: () => void; onSignIn: () => void }) {
  const w = useWords(words)
  const { language, choose } = useLanguage()
  return (
    <Scroll className="welcome">
      <Box className="welcome-page">
        <Box className="welcome-brand">
          <Image className="welcome-mark" src={mark} alt="" />
          <Text>{w.product}</Text>
        </Box>
        <Box className="welcome-middle">
          <Box className="welcome-scene">
            <Image className="welcome-hero" src={hero} alt="" />
          </Box>
          <Box className="welcome-words">
            <Box className="welcome-slogan" heading={1}>
              {w.slogan}
            </Box>
            <Box className="welcome-lead">{w.lead}</Box>
            <Box className="welcome-second">{w.second}</Box>
            <Box className="welcome-acts">
              <Button block onTap={onSignUp}>
                {w.start}
              </Button>
              <Button block kind="outline" className="welcome-have" onTap={onSignIn}>
                {w.have}
              </Button>
              <Tap
                className="welcome-language"
                label={w.switchLanguage}
                onTap={() => choose(language === 'zh' ? 'en' : 'zh')}
              >
                <Icon name="globe" size={16} />
                <Text>{w.otherLanguage}</Text>
              </Tap>
            </Box>
          </Box>
        </Box>
      </Box>
    </Scroll>
  )
}
