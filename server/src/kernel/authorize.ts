/** The one way to ask a rule; forgetting it is a red test. */
import { fault } from '@community-chat/shared/protocol/faults'
import type { Context } from './context'

/** Marks the request as having asked; `visible` loaders call it once they found that the caller may see. */
export function allow(ctx: Context): void {
  ctx.authorized = true
}

/** Asks a pure rule and refuses with `forbidden` when it says no. */
export function authorize<S>(ctx: Context, rule: (subject: S) => boolean, subject: S): void {
  allow(ctx)
  if (!rule(subject)) throw fault('forbidden')
}
