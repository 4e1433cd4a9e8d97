import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { EmojiPanel, TalkField, TalkTile } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import type { ComposerWay } from '../../ui/Composer/Composer'
import type { Place } from '../../ui/elements.types'
import { withoutLast } from '../../ui/Emoji/text'
import { Menu } from '../../ui/Menu/Menu'
import { Popover } from '../../ui/Popover/Popover'
import { screenSize } from '../../ui/screen'
import { Tiles } from '../../ui/Tiles/Tiles'
import { words } from './words'

const popover = { width: 392, height: 420 }

interface Use {
  Emoji?: EmojiPanel
  tiles: readonly TalkTile[]
  wide: boolean
  field: TalkField
  /** Writes without calling the keyboard. */
  write: (text: string, at: number) => void
}

/** What opens beside the field, one at a time: in place of the keyboard on a phone, floating where the list is beside. */
export function useWays({ Emoji, tiles, wide, field, write }: Use) {
  const w = useWords(words)
  const [open, setOpen] = useState<{ what: 'emoji' | 'more'; at: Place } | null>(null)
  const returning = useRef(false)
  const close = () => setOpen(null)
  // The layer gives the focus back to its button first.
  useEffect(() => {
    if (!open && returning.current) field.focus()
    returning.current = false
  }, [open])

  const pick = (emoji: string) => {
    write(field.text.slice(0, field.at) + emoji + field.text.slice(field.at), field.at + emoji.length)
    if (!wide) return
    returning.current = true
    close()
  }
  const remove = () => {
    const before = withoutLast(field.text.slice(0, field.at))
    write(before + field.text.slice(field.at), before.length)
  }
  const sorted = [...tiles].sort((a, b) => a.order - b.order)
  const way = (what: 'emoji' | 'more', label: string, closeLabel: string): ComposerWay => ({
    label,
    closeLabel,
    isOpen: open?.what === what,
    onTap: at => {
      if (open?.what !== what) return setOpen({ what, at })
      close()
      if (what === 'emoji') field.focus()
    },
  })
  const run = (tile: TalkTile) => {
    close()
    tile.run()
  }

  let panel: ReactNode
  let floating: ReactNode
  if (open?.what === 'emoji' && Emoji) {
    if (wide)
      floating = (
        <Popover label={w.emoji} at={open.at} size={popover} onClose={close}>
          <Emoji onPick={pick} searching />
        </Popover>
      )
    else panel = <Emoji onPick={pick} onRemove={remove} />
  } else if (open) {
    if (wide)
      floating = (
        <Menu
          label={w.plus}
          at={open.at}
          screen={screenSize()}
          onClose={close}
          items={sorted.map(tile => ({ ...tile, run: () => run(tile) }))}
        />
      )
    else
      panel = (
        <Tiles
          label={w.plus}
          pageLabel={w.pageOf}
          tiles={sorted.map(tile => ({ ...tile, run: () => run(tile) }))}
        />
      )
  }
  return {
    emoji: Emoji && way('emoji', w.emoji, wide ? w.emoji : w.keyboard),
    more: tiles.length > 0 ? way('more', w.plus, w.closePlus) : undefined,
    panel,
    floating,
    close,
  }
}
