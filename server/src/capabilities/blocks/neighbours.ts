/** A person's own devices learn whom they block, also where it was done on another node. */
import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import type { Context } from '../../kernel/context'
import { lookAt } from '../../kernel/nodes/look'
import { type BlockDoc, Blocks } from './model'

const look = lookAt<BlockDoc>(() => Blocks)

/** This node told of this change itself. */
export const written = look.seen

/** Tells the devices here of the person who blocked. */
export const tell = (ctx: Context, { userId, blockedId, liftedAt }: BlockDoc): void =>
  ctx.push(
    blocks.pushes.updated,
    { user: userId },
    { userId: blockedId, isBlocked: (liftedAt ?? null) === null },
  )

/** Tells the devices here what was blocked and lifted on other nodes. */
export async function catchUp(ctx: Context): Promise<void> {
  for (const row of await look.news()) tell(ctx, row)
}
