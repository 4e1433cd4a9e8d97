import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useState } from 'react'
import { useTheme, type ThemeChoice } from '../../kernel/theme'
import { useLanguage, useWords, type LanguageChoice } from '../../kernel/words'
import { Cell, Group } from '../../ui/Cell/Cell'
import { Box, Scroll, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { NavBar } from '../../ui/NavBar/NavBar'
import { Sheet, type SheetItem } from '../../ui/Sheet/Sheet'
import { Face } from './Face'
import { words } from './words'
import './MeView.scss'

interface Props {
  me: Self
  onProfile: () => void
  onPassword: () => void
  onSignOut: (everywhere: boolean) => void
}

type Ask = 'language' | 'appearance' | 'signOut' | 'everywhere'

/** Oneself, and how the app looks and speaks. */
export function MeView({ me, onProfile, onPassword, onSignOut }: Props) {
  const w = useWords(words)
  const language = useLanguage()
  const theme = useTheme()
  const [ask, setAsk] = useState<Ask | null>(null)

  const choices = <C extends LanguageChoice | ThemeChoice>(
    all: C[],
    now: C,
    choose: (one: C) => void,
  ): SheetItem[] => all.map(one => ({ name: w[one], chosen: one === now, run: () => choose(one) }))
  const asks: Record<Ask, { hint: string; items: SheetItem[] }> = {
    language: {
      hint: w.languageAsk,
      items: choices(['system', 'zh', 'en'], language.choice, language.choose),
    },
    appearance: {
      hint: w.appearanceAsk,
      items: choices(['system', 'light', 'dark'], theme.choice, theme.choose),
    },
    signOut: { hint: w.signOutAsk, items: [{ name: w.signOut, danger: true, run: () => onSignOut(false) }] },
    everywhere: {
      hint: w.everywhereAsk,
      items: [{ name: w.everywhere, danger: true, run: () => onSignOut(true) }],
    },
  }
  return (
    <>
      <NavBar title={w.title} big clear />
      <Scroll className="me">
        <Tap className="me-card" label={`${me.displayName}, ${w.edit}`} onTap={onProfile}>
          <Face person={me} size={64} />
          <Box className="me-words">
            <Text className="me-name one-line">{me.displayName}</Text>
            <Text className="me-username one-line">{`@${me.username}`}</Text>
          </Box>
          <Icon name="right" size={18} />
        </Tap>
        <Group>
          <Cell icon="moon" name={w.appearance} value={w[theme.choice]} onTap={() => setAsk('appearance')} />
          <Cell
            icon="globe"
            name={w.language}
            value={w[language.choice]}
            last
            onTap={() => setAsk('language')}
          />
        </Group>
        <Group>
          <Cell icon="key" name={w.password} last onTap={onPassword} />
        </Group>
        <Group>
          <Cell danger name={w.signOut} onTap={() => setAsk('signOut')} />
          <Cell danger name={w.everywhere} last onTap={() => setAsk('everywhere')} />
        </Group>
      </Scroll>
      {ask && <Sheet {...asks[ask]} cancel={w.cancel} onClose={() => setAsk(null)} />}
    </>
  )
}
