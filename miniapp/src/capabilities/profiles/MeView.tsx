import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { useState, type ReactNode } from 'react'
import { useTheme, type ThemeChoice } from '../../kernel/theme'
import { useLanguage, useWords, type LanguageChoice } from '../../kernel/words'
import { Cell, Group } from '../../ui/Cell/Cell'
import { Box, Scroll, Tap, Text } from '../../ui/elements'
import { Icon } from '../../ui/Icon/Icon'
import { NavBar } from '../../ui/NavBar/NavBar'
import { Sheet, type SheetItem } from '../../ui/Sheet/Sheet'
import { statusText, useStatus } from '../../ui/StatusLine/StatusLine'
import { Face } from './Face'
import { StatusSheet } from './StatusSheet'
import { words } from './words'
import './MeView.scss'

interface Props {
  me: Self
  onProfile: () => void
  onBlocked: () => void
  onPassword: () => void
  onWays: () => void
  onLeave: () => void
  onSignOut: (everywhere: boolean) => void
  /** The cell of how one appears to others. */
  presence?: ReactNode
  /** The cells of what one keeps for oneself. */
  own?: ReactNode
}

type Ask = 'language' | 'appearance' | 'signOut' | 'everywhere'

/** Oneself, and how the app looks and speaks. */
export function MeView({
  me,
  onProfile,
  onBlocked,
  onPassword,
  onWays,
  onLeave,
  onSignOut,
  presence,
  own,
}: Props) {
  const w = useWords(words)
  const language = useLanguage()
  const theme = useTheme()
  const [ask, setAsk] = useState<Ask | null>(null)
  const [telling, setTelling] = useState(false)
  const status = useStatus(me.status)

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
          {presence}
          <Cell
            icon="smile"
            name={w.status}
            value={status ? statusText(status) : w.statusSet}
            last
            onTap={() => setTelling(true)}
          />
        </Group>
        {own && <Group>{own}</Group>}
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
          <Cell icon="shield" name={w.blocked} onTap={onBlocked} />
          <Cell icon="key" name={w.password} onTap={onPassword} />
          <Cell icon="link" name={w.ways} last onTap={onWays} />
        </Group>
        <Group>
          <Cell danger name={w.signOut} onTap={() => setAsk('signOut')} />
          <Cell danger name={w.everywhere} last onTap={() => setAsk('everywhere')} />
        </Group>
        <Group>
          <Cell danger name={w.leave} last onTap={onLeave} />
        </Group>
      </Scroll>
      {telling && <StatusSheet me={me} onClose={() => setTelling(false)} />}
      {ask && <Sheet {...asks[ask]} cancel={w.cancel} onClose={() => setAsk(null)} />}
    </>
  )
}
