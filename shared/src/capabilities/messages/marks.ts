/** Marks: what I did with messages of late, so that all of my devices learn of it, here or away. */
import * as z from 'zod/mini'
import { Id } from '../../protocol/fields'
import { ownKind } from '../../protocol/own'

/** By message id: the whole of `mine` as it is now. A device that has a row goes by it, whatever a page said before. */
export const marks = ownKind('marks', z.object({ roomId: Id, mine: z.record(z.string(), z.unknown()) }))
