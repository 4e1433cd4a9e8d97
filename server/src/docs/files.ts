/** The documents as they are kept in `shared/docs`. */
import type { Contract } from '@community-chat/shared/protocol/contract'
import { describe, markdownOf, openApiOf } from '@community-chat/shared/protocol/docs'
import { version } from './serve'

/** Every file by its name. */
export function filesOf(contracts: readonly Contract[]): Record<string, string> {
  const description = describe(contracts)
  const openApi = `${JSON.stringify(openApiOf(description, version), null, 2)}\n`
  return { ...markdownOf(description), 'openapi.json': openApi }
}
