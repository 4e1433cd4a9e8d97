/** WeChat: jscode2session of the mini program's server API. */
import type { Env } from '../../../kernel/env'
import { isOpenId, objectOf, openVendor, textOf, type Vendor, type Verdict } from './vendor'

const [busy, badCode, spentCode, blockedUser] = [-1, 40029, 40163, 40226]
const tooOften = [45009, 45011]

/** WeChat as the settings name it, or null where they do not. */
export function openWechat(env: Env): Vendor | null {
  const { WECHAT_APP_ID: appid, WECHAT_APP_SECRET: secret, WECHAT_API: api } = env
  if (!appid || !secret) return null
  return openVendor('wechat', appid, async (code, signal) => {
    const url = new URL(`${api.endsWith('/') ? api.slice(0, -1) : api}/sns/jscode2session`)
    url.search = new URLSearchParams({
      appid,
      secret,
      js_code: code,
      grant_type: 'authorization_code',
    }).toString()
    const text = await textOf(url, { signal })
    return typeof text === 'string' ? read(text) : text
  })
}

/** The session key in the answer is not looked at, so that it can neither be kept nor sent on. */
function read(text: string): Verdict {
  const { errcode = 0, openid } = objectOf(text) ?? { errcode: 'not JSON' }
  if (errcode === badCode || errcode === spentCode || errcode === blockedUser) return { is: 'refused' }
  if (errcode === busy) return { is: 'busy', reason: 'the vendor is busy' }
  if (tooOften.includes(errcode as number)) return { is: 'too often' }
  if (errcode === 0 && isOpenId(openid)) return { is: 'known', openId: openid }
  return { is: 'broken', reason: typeof errcode === 'number' ? `errcode ${errcode}` : 'an unknown answer' }
}
