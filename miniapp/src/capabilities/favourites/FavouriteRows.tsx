import type { Favourite } from '@community-chat/shared/capabilities/favourites/contract'
import { useMemo, type ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useLanguage, useWords } from '../../kernel/words'
import searchArt from '../../ui/art/empty-search.svg'
import emptyArt from '../../ui/art/empty-favourites.svg'
import { Box, Scroll, Tap, Text } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import { Icon } from '../../ui/Icon/Icon'
import { Search } from '../../ui/Search/Search'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { listTime } from '../../ui/times'
import { toast } from '../../ui/Toast/toast'
import type { FavouriteList } from './useFavourites'
import { words } from './words'
import './Favourites.scss'

/** How a page words what is kept: who said it, where, and in one line what. */
export type Wording = (favourite: Favourite) => { name: string; room: string; line: string }
/** Gives the wording of what is listed; called as a hook. */
export type UseWording = (favourites: readonly Favourite[]) => Wording

interface Props {
  list: FavouriteList
  /** What is looked for. */
  text: string
  onText: (text: string) => void
  useWording: UseWording
  /** Rows that can be chosen; all where it is left out. */
  fits?: (favourite: Favourite) => boolean
  onChoose: (favourite: Favourite) => void
  /** Each row can be let go. */
  drops?: boolean
}

/** What I keep, with a field that looks for words in it. */
export function FavouriteRows({ list, text, onText, useWording, fits, onChoose, drops }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const wording = useWording(list.rows)
  const rows = useMemo(() => (fits ? list.rows.filter(fits) : list.rows), [list.rows, fits])
  const fail = (fault: { code: string }) => toast(faultText(fault))
  return (
    <>
      <Box className="favourite-search">
        <Search value={text} onInput={onText} placeholder={w.search} clearLabel={w.clear} />
      </Box>
      <Scroll
        className="favourite-list"
        onEnd={() => void (list.hasMore && list.loadMore().catch(() => undefined))}
      >
        {rows.map(row => (
          <FavouriteRow
            key={row.messageId}
            row={row}
            said={wording(row)}
            onChoose={onChoose}
            drop={
              drops &&
              (said => (
                <Tap
                  className="hit"
                  label={w.dropOne(said)}
                  onTap={() => void list.drop(row.messageId).then(() => toast(w.dropped), fail)}
                >
                  <Icon name="trash" size={20} />
                </Tap>
              ))
            }
          />
        ))}
        {rows.length === 0 &&
          (list.loading ? (
            <RowSkeleton label={w.loading} />
          ) : list.fault ? (
            <EmptyState title={w.failTitle} text={faultText(list.fault)} />
          ) : text.trim() ? (
            <EmptyState art={searchArt} title={w.noMatchTitle(text.trim())} text={w.noMatchText} />
          ) : (
            <EmptyState art={emptyArt} title={w.noneTitle} text={w.noneText} />
          ))}
      </Scroll>
    </>
  )
}

interface RowProps {
  row: Favourite
  said: ReturnType<Wording>
  onChoose: (favourite: Favourite) => void
  drop?: false | ((said: string) => ReactNode)
}

function FavouriteRow({ row, said, onChoose, drop }: RowProps) {
  const w = useWords(words)
  const { language } = useLanguage()
  const line = row.content ? said.line : w.gone
  const foot = `${w.from(said.name, said.room)} · ${listTime(Date.parse(row.saidAt), Date.now(), language)}`
  return (
    <Box className="favourite">
      <Tap className="favourite-tap" onTap={() => onChoose(row)}>
        <Text className={`favourite-line ${row.content ? '' : 'favourite-gone'}`}>{line}</Text>
        <Text className="favourite-foot one-line">{foot}</Text>
      </Tap>
      {drop && drop(line)}
    </Box>
  )
}
