/** Where a thread may hang: pure rules. */
import type { MessageDoc } from '../messages/api'
import type { MemberDoc } from '../rooms/api'

type Root = Pick<MessageDoc, 'roomId' | 'seq' | 'type' | 'gone' | 'threadId'>

export const can = {
  /** On what a person said in the room and that is still there; there are no threads in threads. */
  carry: (root: Root) => !root.gone && root.type !== 'system' && !root.threadId,
  /** One answers in threads of one's rooms whose beginning one sees. */
  answer: (root: Root, seat: MemberDoc) =>
    root.roomId === seat.roomId && root.seq >= seat.fromSeq && can.carry(root),
}
