/**
 * What a capability adds to the talk of a room. A page makes a list of such parts and gives it to the talk, so that no
 * capability knows another. Every field may be left out; parts come in the order of the page's list.
 */
import type { Mention } from '@community-chat/shared/capabilities/messages/content'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Saying } from '@community-chat/shared/protocol/outbox'
import type { ComponentType, ReactNode } from 'react'
import type { Place } from '../ui/elements.types'
import type { IconName } from '../ui/Icon/Icon'

/** One thing to do with a message, in its menu. The act with the key `reply` also answers a drag of the bubble. */
export interface TalkAct {
  key: string
  name: string
  icon: IconName
  /** Rising; destructive ones come last whatever it is. Reply has 10, copy 20, edit 40, report 90. */
  order: number
  danger?: boolean
  /** Stands in the bar that a mouse finds over the bubble, too, or `only` there. */
  hover?: boolean | 'only'
  /** The letter that does it while the message has the focus. */
  letter?: string
  /** Told where the bubble, or the button in its bar, stands. */
  run(at?: Place): void
}

/** Messages that are folded away behind a line, which a tap opens. */
export interface TalkFold {
  has(message: Message): boolean
  /** The line for so many of them, and the word to open it. */
  words(count: number): string
  open: string
}

/** Choosing among the messages: a tick stands beside each, a tap on one chooses it, and nothing else is done with it. */
export interface TalkChoice {
  may(message: Message): boolean
  has(message: Message): boolean
  toggle(message: Message): void
}

/** A tile of the '+' panel. */
export interface TalkTile {
  key: string
  name: string
  icon: IconName
  order: number
  run(): void
}

/** What stands over the field while something is being written in answer to it. */
export interface TalkBar {
  title: string
  text: string
  cancelLabel: string
  onCancel(): void
}

/** The field as a part may use it. */
export interface TalkField {
  text: string
  /** The message that is being changed in it; absent while something new is written. */
  editing?: string
  /** Whom the text was kept as calling, where it comes from a draft. */
  mentions?: readonly Mention[]
  /** The place of the cursor in the text, in UTF-16 units. */
  at: number
  set(text: string, at?: number): void
  focus(): void
}

/** A message that is still on its way is told with `seq` 0: it has content and what was sent with it, no more. */
export interface TalkPart {
  /** Shows the whole content of kinds of messages that this part knows, inside the bubble. */
  content?(message: Message): ReactNode | undefined
  /** The same in one line of words, for lists, quotes and readers of the screen. */
  preview?(message: Pick<Message, 'type' | 'content'>): string | undefined
  /** Inside the bubble, over and under what was said. */
  over?(message: Message): ReactNode
  under?(message: Message): ReactNode
  /** Below the bubble. */
  below?(message: Message): ReactNode
  /** Beside my own bubble, on its left. */
  beside?(message: Message): ReactNode
  /** Someone is led to a message that is not among these; true where this part leads them on itself. */
  elsewhere?(message: Message): boolean
  /** True where a ring is drawn round the bubble: it is meant for the reader. */
  rings?(message: Message): boolean
  /** These stand on the screen now. */
  onSeen?(messages: readonly Message[]): void
  /** True where this part wants the message not to be shown at all. */
  hides?(message: Message): boolean
  folds?: TalkFold
  /** What a reader of the screen is told of a message beside what it says. */
  spoken?(message: Message): string | undefined
  /** Spans of a text that mean something, by UTF-16 units. */
  spans?(message: Message): { at: number; length: number; className: string; onTap?(): void }[]
  acts?(message: Message): TalkAct[]
  /** What a tap on a note of the system does; undefined for nothing. */
  opens?(note: Message): (() => void) | undefined
  choice?: TalkChoice | null
  /** Over the menu of a message. */
  aboveMenu?(message: Message, close: () => void): ReactNode
  tiles?: TalkTile[]
  /**
   * What is held to talk instead of writing; always the same component. It stands in the place of the field, which is
   * 40 px high, once the reader has chosen so; nothing of it is shown where no part has it, or while a text is changed.
   */
  voice?: ComponentType
  /** Over the field. */
  bar?: TalkBar | null
  /** Over the field too, wherever the cursor stands: suggestions. */
  suggest?(field: TalkField): ReactNode
  /** A key pressed in the field, by its name; true where this part used it up. Not told while a word is composed. */
  onKey?(key: string, field: TalkField): boolean
  /** Last word on what is sent: a quote, a thread, whom it calls. Answers null to send nothing. */
  sending?(saying: Saying): Saying | null
  /** Whom the changed text of a message calls. */
  changing?(messageId: string, text: string): Mention[] | undefined
  /** What is kept with a draft beside its text. */
  keeps?(text: string): { mentions?: Mention[] }
  /** Something was sent: what only held for it ends. */
  sent?(): void
  /** Between the head of the room and its messages. */
  top?: ReactNode
  /** Pills over the messages, at their upper right. */
  pills?: ReactNode
  /** Under the last message. */
  foot?: ReactNode
  /** Stands where one would write. */
  closed?: ReactNode
  /** Sheets and panels that are open. */
  overlay?: ReactNode
  /** What stands in the field changed by hand. */
  onTyped?(text: string): void
  /** The send button was held: what would be sent, and what to call once this part has taken it over. */
  onHoldSend?(saying: Saying, taken: () => void): void
  /** A long press on a sender's picture. */
  onCall?(userId: string): void
}

/** What is being written. */
export interface TalkDraft {
  text: string
  mentions?: readonly Mention[]
  write(text: string, more?: { mentions?: Mention[] }): void
}
/** A hook that keeps what is being written in a room, or in a thread of it; the page hands it to the talk. */
export type UseDraft = (roomId: string, threadId?: string) => TalkDraft

/** What the parts may ask of the talk they are in; the page hands it to them. */
export interface TalkHandle {
  /** Shows a message with its surroundings, loaded or not, and lights it up; says so where it is gone. */
  toMessage(messageId: string, seq?: number): void
  field(): TalkField | null
  /** Sends what is more than words, as the field would: with what parts add to it. */
  say(content: Saying['content']): void
}

/** All emoji to choose from, in a field of its own size; the page hands it to who needs it. */
export type EmojiPanel = ComponentType<{
  onPick: (emoji: string) => void
  /** Takes back the last sign that was written. */
  onRemove?: () => void
  /** Begins with the field that looks for one. */
  searching?: boolean
}>
