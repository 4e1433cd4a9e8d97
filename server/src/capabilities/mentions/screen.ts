/** Whom a text calls: looked at before it is said, and kept with it. */
import { mentions } from '@community-chat/shared/capabilities/mentions/contract'
import { calledIn, spansOf, wrongSpan } from '@community-chat/shared/capabilities/mentions/spans'
import { everyone, type Said } from '@community-chat/shared/capabilities/messages/content'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Answer } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import type * as messages from '../messages/api'
import { membersAmong, roleOf } from '../rooms/api'
import { can } from './policy'

type Draft = messages.Draft

/** Refuses spans that are not right, and calls that the caller may not make; a change may keep those it had. */
export async function screen(ctx: Context, draft: Draft): Promise<Answer<Draft>> {
  const { room, seat, content, before } = draft
  if (!('text' in content) || !content.mentions) return { answer: 'allow' }
  const { text, mentions: given } = content
  const wrong = wrongSpan(text, given)
  if (wrong) throw refusal(wrong.index, 'length', wrong.message)
  const had = new Set(calledIn((before?.content ?? null) as Said | null))
  const fresh = calledIn(content).filter(id => !had.has(id))
  if (fresh.includes(everyone)) {
    const role = await roleOf(room, seat, ctx.userId, ctx.isAdmin)
    if (!can.mentionAll({ room, role })) throw fault(mentions, 'may_not_mention_all')
  }
  const people = fresh.filter(id => id !== everyone)
  const inside = await membersAmong(room._id, people)
  const absent = people.find(id => !inside.has(id))
  if (absent !== undefined) {
    const index = given.findIndex(span => span.userId === absent)
    throw fault(mentions, 'not_in_room', issues(index, 'userId', 'They are not in this room.'))
  }
  const { mentions: _none, ...bare } = content
  return {
    answer: 'replace',
    value: { ...draft, content: given.length > 0 ? { ...bare, mentions: [...spansOf(content)] } : bare },
  }
}

/** Keeps whom a text calls beside it, so that they find it. */
export function compose(_ctx: Context, draft: Draft): Answer<Draft> {
  const mentioned = calledIn(draft.content)
  return mentioned.length > 0 ? { answer: 'replace', value: { ...draft, mentioned } } : { answer: 'allow' }
}

const refusal = (index: number, field: string, message: string) =>
  fault('invalid_input', issues(index, field, message))

const issues = (index: number, field: string, message: string) => ({
  issues: [{ path: `content.mentions.${index}.${field}`, message }],
})
