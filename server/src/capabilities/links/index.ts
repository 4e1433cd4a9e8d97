import { link, linkOf, links } from '@community-chat/shared/capabilities/links/contract'
import { always } from '../../kernel/bus'
import { capability, type Capability } from '../../kernel/capability'
import { before } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import type { Env } from '../../kernel/env'
import * as messages from '../messages/api'
import { openRunner } from './errands'
import { Errands, Pages } from './model'

const sayings = { created: 'links.created', edited: 'links.edited' }

/** What is said of a link is known after it was said: a draft only notes that there is one, so that no crash loses it. */
const noteLink = (_ctx: Context, draft: messages.Draft) => {
  const url = linkOf(draft.content as never)
  if (draft.before && url === linkOf(draft.before.content)) return { answer: 'allow' } as const
  const facets = draft.before ? { ...draft.facets, [link.name]: link.empty } : draft.facets
  const todo = url ? [...(draft.todo ?? []), draft.before ? sayings.edited : sayings.created] : draft.todo
  return { answer: 'replace', value: { ...draft, facets, todo } } as const
}

/** Link cards, where `LINK_CARDS` lets them be. */
export default (env: Env): Capability => {
  const runner = openRunner()
  let sweeping: NodeJS.Timeout
  const heard =
    (name: string) =>
    (ctx: Context, { message }: { message: messages.MessageDoc }) =>
      message.todo?.includes(name) ? runner.note(ctx, message) : undefined

  return capability(links, {
    routes: {},
    ...(env.LINK_CARDS
      ? {
          checks: [before(messages.composing, links.name, noteLink)],
          on: [
            always(messages.created, sayings.created, heard(sayings.created)),
            always(messages.edited, sayings.edited, heard(sayings.edited)),
          ],
          async start(ctx: Context) {
            const look = () => runner.sweep(ctx)
            await look()
            sweeping = setInterval(look, 60_000).unref()
          },
          async stop() {
            clearInterval(sweeping)
            await runner.end()
          },
        }
      : {}),
    models: [Pages, Errands],
    // Pages are everyone's; an errand lives for moments and goes with its message's turn.
    personal: { erase: async () => undefined, export: async () => [] },
  })
}
