/** What conversations keep about a person: how they arranged their list. */
import type { Personal } from '../../kernel/capability'
import { Places } from './model'

/** Conversations answer for how people arrange their lists. */
export const personal: Personal = {
  async erase(_ctx, userId) {
    await Places.deleteMany({ userId })
  },
  export: userId => Places.find({ userId, gone: false }).limit(10_000).lean(),
}
