/** Changing a message that exists: its own write in the room's queue; changes within 250 ms become one. */
import type { Context } from '../../kernel/context'
import { enqueue } from './commit'
import { announce, type Announcement } from './fan-out'
import type { MessageDoc } from './model'
import type { Patch } from './queued'

const mergedWithin = 250

/** Looks at the present message and says what to change; null for nothing. What it throws reaches its caller alone. */
export type Apply = (message: MessageDoc) => Promise<Patch | null> | Patch | null

interface Part {
  ctx: Context
  apply: Apply
  announcement: Announcement
  resolve: (doc: MessageDoc) => void
  reject: (error: unknown) => void
}

const pending = new Map<string, Part[]>()
const lastChange = new Map<string, number>()

/** Changes one message and tells the room; resolves with what is stored once it is durable. */
export function changeMessage(
  ctx: Context,
  message: MessageDoc,
  apply: Apply,
  announcement: Announcement,
): Promise<MessageDoc> {
  return new Promise((resolve, reject) => {
    const part = { ctx, apply, announcement, resolve, reject }
    const others = pending.get(message._id)
    ctx.handOff()
    if (others) return void others.push(part)
    pending.set(message._id, [part])
    const wait = (lastChange.get(message._id) ?? 0) + mergedWithin - Date.now()
    if (wait <= 0) start(message)
    else setTimeout(start, wait, message)
  })
}

function start({ _id, roomId }: MessageDoc): void {
  let taking: Part[] = []
  let failures = new Map<Part, unknown>()
  const fail = (error: unknown) => {
    for (const part of collect(_id, taking)) part.reject(error)
  }
  try {
    enqueue(roomId, {
      kind: 'change',
      messageId: _id,
      since: Date.now(),
      async apply(message) {
        taking = collect(_id, taking)
        failures = new Map()
        return applyAll(taking, message, failures)
      },
      done(result) {
        const doc = 'doc' in result ? result.doc : result.existing
        const applied = taking.filter(part => !failures.has(part))
        if ('doc' in result) {
          remember(_id)
          const speaking =
            applied.find(part => part.announcement.push.type === 'message_deleted') ?? applied.at(-1)
          if (speaking) announce(speaking.ctx, doc, result.prev, speaking.announcement)
        }
        for (const [part, error] of failures) part.reject(error)
        for (const part of applied) part.resolve(doc)
      },
      failed: fail,
    })
  } catch (error) {
    fail(error)
  }
}

/** What has gathered for a message since; later comers start a write of their own. */
function collect(messageId: string, taking: Part[]): Part[] {
  const more = pending.get(messageId) ?? []
  pending.delete(messageId)
  return [...taking, ...more]
}

/** Applies each part on what the ones before it made; parts that refuse are left out. */
async function applyAll(
  parts: Part[],
  message: MessageDoc,
  failures: Map<Part, unknown>,
): Promise<Patch | null> {
  const all: Required<Patch> = { set: {}, unset: [], versions: [] }
  let present = message
  for (const part of parts) {
    try {
      const patch = await part.apply(present)
      if (!patch) continue
      const { set, unset = [], versions = [] } = patch
      all.set = without({ ...all.set, ...set }, unset)
      // No field may be both: the store would refuse the whole change, for ever.
      all.unset = [...all.unset.filter(name => !(name in set)), ...unset]
      all.versions = unset.includes('versions') ? [] : [...all.versions, ...versions]
      present = { ...without(present, unset), ...set }
    } catch (error) {
      failures.set(part, error)
    }
  }
  return Object.keys(all.set).length > 0 || all.unset.length > 0 ? all : null
}

const without = <T extends object>(fields: T, names: (keyof MessageDoc)[]): T =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) => !names.includes(name as keyof MessageDoc)),
  ) as T

function remember(messageId: string): void {
  lastChange.set(messageId, Date.now())
  setTimeout(() => lastChange.delete(messageId), mergedWithin).unref()
}
