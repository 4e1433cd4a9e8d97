/** Accounts for tests. */
import { accounts, type Session } from '@community-chat/shared/capabilities/accounts/contract'
import type { TestApp } from '../../testing/app'
import { callHttp } from '../../testing/person'

let count = 0

/** Someone who has signed up, with what they sign in with. */
export async function anAccount(
  app: TestApp,
  name = 'someone',
): Promise<{ username: string; password: string; session: Session }> {
  const username = `${name}.${++count}.${Math.random().toString(36).slice(2, 8)}`
  const password = `correct horse ${count}`
  const session = await callHttp(app, accounts.routes.signup, { username, password, displayName: name })
  return { username, password, session }
}
