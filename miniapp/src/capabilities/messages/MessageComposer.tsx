import type { Mention } from '@community-chat/shared/capabilities/messages/content'
import { longestText } from '@community-chat/shared/capabilities/messages/contract'
import { Fragment, useState, type MutableRefObject } from 'react'
import type { EmojiPanel, TalkBar, TalkField, TalkPart, UseDraft } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { Composer } from '../../ui/Composer/Composer'
import { useMouse, useWide } from '../../ui/screen'
import { toast } from '../../ui/Toast/toast'
import { useWays } from './useWays'
import { words } from './words'

export interface Editing {
  messageId: string
  text: string
  mentions?: readonly Mention[]
}

interface Props {
  roomId: string
  /** The thread that is answered, with a draft of its own; what the '+' panel makes belongs to the room. */
  threadId?: string
  useDraft: UseDraft
  editing: Editing | null
  parts: readonly TalkPart[]
  Emoji?: EmojiPanel
  /** Kept up to date with the field, for parts that write into it. */
  field: MutableRefObject<TalkField | null>
  /** False where nothing is sent after all, so that the draft stays. */
  onSend: (text: string) => boolean
  /** The send button was held; `taken` empties the field. */
  onHoldSend?: (text: string, taken: () => void) => void
  onEdit: (messageId: string, text: string) => void
  onStopEditing: () => void
  /** Arrow up in an empty field. */
  onEditLast: () => void
}

/** Where one writes to a room: a draft stays with its room, and editing does not touch it. */
export function MessageComposer(props: Props) {
  const { roomId, threadId, useDraft, editing, parts, field, onEdit, onStopEditing, ...on } = props
  const w = useWords(words)
  const mouse = useMouse()
  const wide = useWide()
  const place = threadId ?? roomId
  const draft = useDraft(roomId, threadId)
  const [change, setChange] = useState<{ of: Editing; text: string } | null>(null)
  const text = editing ? (change?.of === editing ? change.text : editing.text) : draft.text
  const [at, setAt] = useState(text.length)
  const [cursor, setCursor] = useState<{ at: number } | null>(null)
  const [chosen, setTalking] = useState(false)
  const Voice = editing ? undefined : parts.find(part => part.voice)?.voice
  const isTalking = chosen && Voice !== undefined

  const write = (next: string, at: number) => {
    if (next.length >= longestText) toast(w.longest(longestText))
    setAt(at)
    if (editing) return setChange({ of: editing, text: next })
    draft.write(next, Object.assign({}, ...parts.map(part => part.keeps?.(next))))
    for (const part of parts) part.onTyped?.(next)
  }
  const submit = () => {
    const said = text.trim()
    if (!said) return
    if (editing) {
      if (said !== editing.text.trim()) onEdit(editing.messageId, said)
      return onStopEditing()
    }
    if (on.onSend(said)) draft.write('')
  }
  const moveTo = (at: number) => {
    setTalking(false)
    setAt(at)
    setCursor({ at })
  }
  const own: TalkField = {
    text,
    editing: editing?.messageId,
    mentions: editing ? editing.mentions : draft.mentions,
    at: Math.min(at, text.length),
    set: (next, at = next.length) => {
      const cut = next.slice(0, longestText)
      write(cut, Math.min(at, cut.length))
      moveTo(Math.min(at, cut.length))
    },
    focus: () => moveTo(Math.min(at, text.length)),
  }
  field.current = own
  const bar: TalkBar | null = editing
    ? { title: w.editing, text: editing.text, cancelLabel: w.cancelEdit, onCancel: onStopEditing }
    : (parts.find(part => part.bar)?.bar ?? null)

  const tiles = editing || threadId ? [] : parts.flatMap(part => part.tiles ?? [])
  // With a list beside the room voice stands among what can be sent, and beside the field only the way back.
  const isTile = Voice !== undefined && wide && tiles.length > 0
  const ways = useWays({
    Emoji: props.Emoji,
    tiles: isTile
      ? [...tiles, { key: 'voice', name: w.voice, icon: 'voice', order: 30, run: () => talk() }]
      : tiles,
    wide,
    field: own,
    write,
  })
  const talk = () => {
    ways.close()
    setTalking(true)
  }

  return (
    <>
      <Composer
        value={text}
        onInput={write}
        onCursor={setAt}
        cursor={cursor}
        onSend={submit}
        onHoldSend={on.onHoldSend && (() => on.onHoldSend?.(text.trim(), () => draft.write('')))}
        onKey={key => parts.some(part => part.onKey?.(key, own))}
        onArrowUp={editing ? undefined : on.onEditLast}
        onEscape={bar?.onCancel}
        placeholder={w.message}
        maxLength={longestText}
        sendLabel={editing ? w.save : w.send}
        saves={editing !== null}
        focusOn={editing?.messageId ?? (bar ? bar.text : mouse ? place : undefined)}
        hint={mouse && !threadId ? w.keys : undefined}
        bar={bar}
        above={<Suggestions parts={parts} field={own} />}
        wide={wide}
        voice={
          Voice && (isTalking || !isTile)
            ? {
                label: isTalking ? w.keyboard : w.voice,
                bar: isTalking ? <Voice /> : undefined,
                onTap: isTalking ? own.focus : talk,
              }
            : undefined
        }
        emoji={
          ways.emoji && {
            ...ways.emoji,
            onTap: place => {
              setTalking(false)
              ways.emoji?.onTap(place)
            },
          }
        }
        more={ways.more}
        panel={ways.panel}
        onFocus={ways.close}
      />
      {ways.floating}
    </>
  )
}

/** What parts suggest for what is being written. */
const Suggestions = ({ parts, field }: { parts: readonly TalkPart[]; field: TalkField }) => (
  <>
    {parts.map((part, n) => (
      <Fragment key={n}>{part.suggest?.(field)}</Fragment>
    ))}
  </>
)
