/** What may be answered: pure rules. */
import type { MessageDoc } from '../messages/api'
import type { MemberDoc } from '../rooms/api'

export const can = {
  /** One answers what one may see, while there is something in it that a person said. */
  answer: (original: Pick<MessageDoc, 'roomId' | 'seq' | 'type' | 'gone'>, seat: MemberDoc) =>
    original.roomId === seat.roomId &&
    original.seq >= seat.fromSeq &&
    !original.gone &&
    original.type !== 'system',
}
