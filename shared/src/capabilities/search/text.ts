/** The words of a message: what it is found by, whatever kind it is. Pure. */
import type { Message } from '../messages/contract'

/** Fields that hold words which somebody wrote; the name of a place is among them, that of a person is not. */
const written = new Set(['text', 'question', 'title', 'topic', 'note', 'address', 'description'])
const deepest = 8

/** All words of a message, in order, one part a line; empty where it has none. What the system notes has none. */
export function textOf({ type, content }: Pick<Message, 'type' | 'content'>): string {
  if (!content || type === 'system') return ''
  const parts: string[] = []
  gather(content, type === 'location' ? new Set([...written, 'name']) : written, parts, 0)
  return parts.join('\n')
}

function gather(value: unknown, keys: ReadonlySet<string>, parts: string[], depth: number): void {
  if (typeof value !== 'object' || value === null || depth > deepest) return
  if (Array.isArray(value)) return value.forEach(one => gather(one, keys, parts, depth + 1))
  for (const [key, one] of Object.entries(value)) {
    if (typeof one !== 'string') gather(one, keys, parts, depth + 1)
    else if (keys.has(key) && one) parts.push(one)
  }
}
