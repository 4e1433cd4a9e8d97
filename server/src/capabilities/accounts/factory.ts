/** Accounts for tests. */
import { accounts, type Session } from '@community-chat/shared/capabilities/accounts/contract'
import { openTestApp, type TestApp } from '../../testing/app'
import { callHttp, connect, type TestPerson } from '../../testing/person'
import { type FakeAlipay, openFakeAlipay } from '../../testing/vendors/alipay'
import { type FakeWechat, openFakeWechat } from '../../testing/vendors/wechat'
import { Accounts } from './model'

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

/** Someone who administrates the server. */
export async function anAdministrator(app: TestApp): Promise<TestPerson> {
  const { username, password, session } = await anAccount(app, 'administrator')
  await Accounts.updateOne({ _id: session.user.id }, { $set: { isAdmin: true } })
  return connect(app, await callHttp(app, accounts.routes.login, { username, password }))
}

/** A server that believes two vendors, and the vendors. */
export interface VendorApp {
  app: TestApp
  wechat: FakeWechat
  alipay: FakeAlipay
  close: () => Promise<void>
}

/** Opens one. */
export async function openVendorApp(settings: Record<string, string> = {}): Promise<VendorApp> {
  const [wechat, alipay] = await Promise.all([openFakeWechat(), openFakeAlipay()])
  const app = await openTestApp({ ...wechat.settings, ...alipay.settings, ...settings })
  return {
    app,
    wechat,
    alipay,
    async close() {
      await app.close()
      await Promise.all([wechat.close(), alipay.close()])
    },
  }
}

/** Someone whom only WeChat vouches for, and whom it calls `openId`. */
export async function aWechatPerson({
  app,
  wechat,
}: VendorApp): Promise<{ openId: string; session: Session }> {
  const openId = `o-${++count}-${Math.random().toString(36).slice(2, 10)}`
  const code = wechat.grant(openId)
  return { openId, session: await callHttp(app, accounts.routes.loginWith, { kind: 'wechat', code }) }
}
