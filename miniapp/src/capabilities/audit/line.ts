/** What was recorded, as words. Pure. */
import type { AuditRow } from '@community-chat/shared/capabilities/audit/contract'
import { separatorTime } from '../../ui/times'
import type { AuditWords } from './words'

type Language = 'zh' | 'en'

/** Who did what, to whom. */
export const headline = ({ act, actor, subject }: AuditRow, w: AuditWords): string =>
  (w.acts[act] ?? w.acts.room_changed)(actor.displayName, subject?.displayName ?? w.someone)

/** What was different before and after, or when what was taken away was said; empty where that says nothing. */
export function detail({ data }: AuditRow, w: AuditWords, now: number, language: Language): string {
  if (typeof data.saidAt === 'string') return w.saidAt(separatorTime(Date.parse(data.saidAt), now, language))
  const { from, to } = data
  if (typeof from === 'string' && typeof to === 'string') return `${role(from, w)} → ${role(to, w)}`
  const [before, after] = [fieldsOf(data.before), fieldsOf(data.after)]
  return Object.keys(after)
    .map(name => {
      const title = (w.fields as Record<string, string>)[name] ?? name
      if (name === 'announcedAt') return `${title}: ${after[name] ? w.announced : w.none}`
      return `${title}: ${valueOf(name, before[name], w)} → ${valueOf(name, after[name], w)}`
    })
    .join('\n')
}

const role = (name: string, w: AuditWords): string => (w.roles as Record<string, string>)[name] ?? name

const fieldsOf = (fields: unknown): Record<string, unknown> => (fields ?? {}) as Record<string, unknown>

function valueOf(name: string, value: unknown, w: AuditWords): string {
  if (name === 'expiresAfter') return value ? w.lasts(Number(value)) : w.off
  if (value === null || value === undefined || value === '') return w.none
  const known =
    name === 'name' || name === 'topic' ? undefined : (w.values as Record<string, string>)[String(value)]
  return known ?? String(value)
}
