import type { ComponentProps } from 'react'
import { readChoice, writeChoice } from '../../kernel/platform/settings'
import { createStore, useStore } from '../../kernel/store'
import type { EmojiPanel as Panel } from '../../kernel/talk'
import { useLanguage, useWords } from '../../kernel/words'
import { EmojiPicker } from '../../ui/Emoji/EmojiPicker'
import { words } from './emoji-words'

const mostRecent = 32
const recent = createStore<readonly string[]>([])
readChoice('recent emoji', stored => recent.set(stored.split(' ').filter(Boolean)))

function use(emoji: string): void {
  const next = [emoji, ...recent.get().filter(one => one !== emoji)].slice(0, mostRecent)
  recent.set(next)
  writeChoice('recent emoji', next.join(' '))
}

/** All emoji, with those that were used on this device of late. */
export function EmojiPanel({ onPick, onRemove, searching }: ComponentProps<Panel>) {
  const w = useWords(words)
  const { language } = useLanguage()
  return (
    <EmojiPicker
      words={w}
      recent={useStore(recent)}
      languages={language === 'zh' ? chineseFirst : englishFirst}
      searching={searching}
      onRemove={onRemove}
      onPick={emoji => {
        use(emoji)
        onPick(emoji)
      }}
    />
  )
}
const chineseFirst = ['zh', 'en'] as const
const englishFirst = ['en', 'zh'] as const
