import { useEffect, useMemo, useState } from 'react'
import { Box, Scroll, Tap } from '../elements'
import { Icon, type IconName } from '../Icon/Icon'
import { moveFocus } from '../keys'
import { Search } from '../Search/Search'
import { loadNames } from './names'
import { find, groups, tonesOf, type Emoji } from './table'
import './EmojiPicker.scss'

export interface EmojiWords {
  recent: string
  search: string
  clear: string
  none: string
  /** Where no emoji has been used yet. */
  noneRecent: string
  remove: string
  tones: string
  /** In the order of the table's groups. */
  groups: readonly string[]
}

interface Props {
  words: EmojiWords
  /** The latest first. */
  recent: readonly string[]
  /** Whose names are looked through, the first one before the others. */
  languages: readonly ('en' | 'zh')[]
  onPick: (emoji: string) => void
  /** Takes back the last sign that was written. */
  onRemove?: () => void
  /** Begins with the field that looks for one. */
  searching?: boolean
}

const icons: IconName[] = ['smile', 'people', 'leaf', 'cup', 'compass', 'dice', 'key', 'hash', 'globe']
const columns = 8
/** As many are drawn at first, and so many more whenever the end is near. */
const batch = 160

/** All emoji by group, those used of late, and a way to look for one. */
export function EmojiPicker({ words: w, recent, languages, onPick, onRemove, searching }: Props) {
  const [first] = useState(recent)
  const [tab, setTab] = useState(
    searching && loadNames ? 'search' : recent.length >= columns ? 'recent' : '0',
  )
  const [query, setQuery] = useState('')
  const [tones, setTones] = useState<string | null>(null)
  const names = useNames(tab === 'search')

  const found = useMemo(
    () =>
      query.trim()
        ? find(
            query,
            languages.map(language => names?.[language] ?? []),
          )
        : null,
    [query, names, languages],
  )
  const shown: readonly Emoji[] =
    tab === 'recent' || (tab === 'search' && !found && first.length > 0)
      ? first.map(emoji => ({ emoji, tonal: false }))
      : tab === 'search'
        ? (found ?? groups[0] ?? [])
        : (groups[Number(tab)] ?? [])
  const title = tab === 'recent' ? w.recent : tab === 'search' ? w.search : (w.groups[Number(tab)] ?? '')
  const choose = (next: string) => {
    setTab(next)
    setTones(null)
  }
  const pick = (emoji: string) => {
    setTones(null)
    onPick(emoji)
  }
  const tabs: [string, string, IconName][] = [
    ...(loadNames ? [['search', w.search, 'search'] as [string, string, IconName]] : []),
    ['recent', w.recent, 'clock'],
    ...icons.map((icon, n): [string, string, IconName] => [String(n), w.groups[n] ?? '', icon]),
  ]

  return (
    <Box className="emoji">
      <Box className="emoji-head">
        <Scroll className="emoji-tabs" horizontal>
          <Box
            className="emoji-tabs-in"
            role="tablist"
            onKey={key => key in sideways && moveFocus(sideways[key]!)}
          >
            {tabs.map(([key, name, icon]) => (
              <Tap
                key={key}
                className={`emoji-tab ${tab === key ? 'emoji-tab-on' : ''}`}
                role="tab"
                label={name}
                selected={tab === key}
                onTap={() => choose(key)}
              >
                <Icon name={icon} size={22} />
              </Tap>
            ))}
          </Box>
        </Scroll>
        {onRemove && (
          <Tap className="emoji-tab" label={w.remove} onTap={onRemove}>
            <Icon name="del" size={22} />
          </Tap>
        )}
      </Box>
      {tab === 'search' && (
        <Box className="emoji-search">
          <Search
            value={query}
            onInput={setQuery}
            placeholder={w.search}
            clearLabel={w.clear}
            focus
            onConfirm={() => found?.[0] && pick(found[0].emoji)}
          />
        </Box>
      )}
      {shown.length === 0 && (tab === 'recent' || names) ? (
        <Box className="emoji-none" role="status">
          {tab === 'recent' ? w.noneRecent : w.none}
        </Box>
      ) : (
        <Grid key={`${tab} ${query}`} title={title} shown={shown} onPick={pick} onTones={setTones} />
      )}
      {tones && (
        <Box className="emoji-tones" role="group" label={w.tones}>
          {tonesOf(tones).map(emoji => (
            <Tap key={emoji} className="emoji-one" onTap={() => pick(emoji)}>
              {emoji}
            </Tap>
          ))}
        </Box>
      )}
    </Box>
  )
}

interface GridProps {
  title: string
  shown: readonly Emoji[]
  onPick: (emoji: string) => void
  onTones: (emoji: string) => void
}

function Grid({ title, shown, onPick, onTones }: GridProps) {
  const [most, setMost] = useState(batch)
  return (
    <Scroll className="emoji-body" onEnd={() => most < shown.length && setMost(most + batch)}>
      <Box
        className="emoji-grid"
        role="group"
        label={title}
        onKey={key => key in steps && moveFocus(steps[key]!)}
      >
        {shown.slice(0, most).map(({ emoji, tonal }) => (
          <Tap
            key={emoji}
            className={`emoji-one ${tonal ? 'emoji-tonal' : ''}`}
            onTap={() => onPick(emoji)}
            onHold={tonal ? () => onTones(emoji) : undefined}
          >
            {emoji}
          </Tap>
        ))}
      </Box>
    </Scroll>
  )
}

const sideways: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 }
const steps: Record<string, number> = { ...sideways, ArrowUp: -columns, ArrowDown: columns }

/** The names, once they are needed. */
function useNames(wanted: boolean) {
  const [names, setNames] = useState<Record<'en' | 'zh', string[]> | null>(null)
  useEffect(() => {
    if (wanted && !names) void loadNames?.().then(setNames, () => undefined)
  }, [wanted])
  return names
}
