/**
 * What a capability adds to the talk of a room. A page makes a list of such parts and gives it to the talk, so that no
 * capability knows another. Every field may be left out; parts come in the order of the page's list.
 */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Saying } from '@community-chat/shared/protocol/outbox'
import type { ReactNode } from 'react'
import type { IconName } from '../ui/Icon/Icon'

/** One thing to do with a message, in its menu. */
export interface TalkAct {
  key: string
  name: string
  icon: IconName
  /** Rising; destructive ones come last whatever it is. */
  order: number
  danger?: boolean
  run(): void
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
  /** The place of the cursor in the text, in UTF-16 units. */
  at: number
  set(text: string, at?: number): void
  focus(): void
}

export interface TalkPart {
  /** Shows the whole content of kinds of messages that this part knows. */
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
  /** True where this part wants the message not to be shown at all. */
  hides?(message: Message): boolean
  /** Spans of a text that mean something, by UTF-16 units. */
  spans?(message: Message): { at: number; length: number; className: string; onTap?(): void }[]
  acts?(message: Message): TalkAct[]
  /** Over the menu of a message. */
  aboveMenu?(message: Message, close: () => void): ReactNode
  tiles?: TalkTile[]
  /** Over the field. */
  bar?: TalkBar | null
  /** Over the field too, wherever the cursor stands: suggestions. */
  suggest?(field: TalkField): ReactNode
  /** Last word on what is sent: a quote, a thread, whom it calls. Answers null to send nothing. */
  sending?(saying: Saying): Saying | null
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
  /** A long press on a sender's picture. */
  onCall?(userId: string): void
}

/** What the parts may ask of the talk they are in; the page hands it to them. */
export interface TalkHandle {
  /** Shows a message with its surroundings, loaded or not, and lights it up; says so where it is gone. */
  toMessage(messageId: string, seq?: number): void
  field(): TalkField | null
}
