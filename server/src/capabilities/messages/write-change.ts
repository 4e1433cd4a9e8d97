/** Writing a change of one message, numbered by the room's counter. */
import { mostVersions } from '@community-chat/shared/capabilities/messages/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { isDuplicate } from '../../kernel/store/duplicate'
import { durable, within } from '../../kernel/store/mongo'
import { advance, forget, headOf } from './heads'
import { counterIndex, type MessageDoc, Messages } from './model'
import { attemptLasts, type Change, giveUpAfter, type Patch } from './queued'

const keptRevs = 256

/** Changes one message: read, apply, and one update that only fits what was read. Never rejects. */
export async function writeChange(roomId: string, job: Change): Promise<void> {
  let pause = 20
  for (;;) {
    try {
      const before = await within(attemptLasts, Messages.findById(job.messageId).lean().exec())
      if (!before) return job.failed(fault('not_found'))
      const patch = await job.apply(before)
      if (!patch) return job.done({ existing: before })
      const prev = await headOf(roomId)
      // A stale counter may offer the message its own value, which the index would not refuse.
      if (prev < before.rev) {
        forget(roomId)
        continue
      }
      const after = await within(attemptLasts, change(before, patch, prev + 1))
      if (!after) continue
      advance(roomId, prev + 1)
      return job.done({ doc: after, prev })
    } catch (error) {
      forget(roomId)
      if (isDuplicate(error, counterIndex)) continue
      if (Date.now() - job.since > giveUpAfter) return job.failed(fault('unavailable', { retryAfter: 1 }))
      await new Promise(resolve => setTimeout(resolve, (pause = Math.min(pause * 2, 500))))
    }
  }
}

function change(
  before: MessageDoc,
  { set, unset = [], versions = [] }: Patch,
  value: number,
): Promise<MessageDoc | null> {
  return Messages.findOneAndUpdate(
    { _id: before._id, rev: before.rev },
    {
      $set: { ...set, rev: value },
      $push: {
        revs: { $each: [value], $slice: -keptRevs },
        ...(versions.length > 0 ? { versions: { $each: versions, $slice: -mostVersions } } : {}),
      },
      ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map(name => [name, ''])) } : {}),
    },
    { returnDocument: 'after', writeConcern: durable },
  )
    .lean()
    .exec() as Promise<MessageDoc | null>
}
