import { longestText } from '@community-chat/shared/capabilities/messages/contract'
import { useState } from 'react'
import { useWords } from '../../kernel/words'
import { Composer } from '../../ui/Composer/Composer'
import { useMouse } from '../../ui/screen'
import { toast } from '../../ui/Toast/toast'
import { keepDraft, useDrafts } from './drafts'
import { words } from './words'

export interface Editing {
  messageId: string
  text: string
}

interface Props {
  roomId: string
  editing: Editing | null
  /** The draft was changed by hand. */
  onTyped?: (text: string) => void
  onSend: (text: string) => void
  onEdit: (messageId: string, text: string) => void
  onStopEditing: () => void
  /** Arrow up in an empty field. */
  onEditLast: () => void
}

/** Where one writes to a room: a draft stays with its room, and editing does not touch it. */
export function MessageComposer({
  roomId,
  editing,
  onTyped,
  onSend,
  onEdit,
  onStopEditing,
  onEditLast,
}: Props) {
  const w = useWords(words)
  const mouse = useMouse()
  const text = useDrafts()[roomId] ?? ''
  const [change, setChange] = useState<{ of: Editing; text: string } | null>(null)
  const edited = editing && (change?.of === editing ? change.text : editing.text)

  const write = (next: string) => {
    if (next.length >= longestText) toast(w.longest(longestText))
    if (editing) return setChange({ of: editing, text: next })
    keepDraft(roomId, next)
    onTyped?.(next)
  }
  const submit = () => {
    const said = (edited ?? text).trim()
    if (!said) return
    if (editing) {
      if (said !== editing.text.trim()) onEdit(editing.messageId, said)
      return onStopEditing()
    }
    onSend(said)
    keepDraft(roomId, '')
  }

  return (
    <Composer
      value={edited ?? text}
      onInput={write}
      onSend={submit}
      onArrowUp={editing ? undefined : onEditLast}
      onEscape={editing ? onStopEditing : undefined}
      placeholder={w.message}
      maxLength={longestText}
      sendLabel={editing ? w.save : w.send}
      focusOn={editing?.messageId ?? (mouse ? roomId : undefined)}
      hint={mouse ? w.keys : undefined}
      bar={
        editing
          ? { title: w.editing, text: editing.text, cancel: w.cancelEdit, onCancel: onStopEditing }
          : undefined
      }
    />
  )
}
