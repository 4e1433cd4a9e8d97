/** A stand-in for WeChat's code2Session, with its error codes. */
import { type FakeVendor, serveVendor } from './serve'

const [appId, secret] = ['wx0123456789abcdef', '0123456789abcdef0123456789abcdef']

/** The only thing of an answer that must never leave the server. */
export const sessionKey = 'c2Vzc2lvbi1rZXktb2Ytd2VjaGF0'

export type WechatMood = 'busy' | 'too often' | 'blocked' | 'nobody'
export type FakeWechat = FakeVendor<WechatMood>

const error = (errcode: number, errmsg: string): string =>
  JSON.stringify({ errcode, errmsg: `${errmsg}, rid: 65f1-0001` })

/** Starts one that knows one mini program. */
export const openFakeWechat = (): Promise<FakeWechat> =>
  serveVendor<WechatMood>(
    '/sns/jscode2session',
    url => ({ WECHAT_APP_ID: appId, WECHAT_APP_SECRET: secret, WECHAT_API: url }),
    ({ parameters, redeem }, mood) => {
      if (mood === 'busy') return error(-1, 'system error')
      if (mood === 'too often') return error(45011, 'api minute-quota reach limit')
      if (mood === 'blocked') return error(40226, 'code blocked')
      if (mood === 'nobody') return JSON.stringify({ session_key: sessionKey })
      if (parameters.appid !== appId) return error(40013, 'invalid appid')
      if (parameters.secret !== secret) return error(40125, 'invalid appsecret')
      if (parameters.grant_type !== 'authorization_code') return error(40002, 'invalid grant_type')
      if (!parameters.js_code) return error(41008, 'missing code')
      const openid = redeem(parameters.js_code)
      if (openid === 'unknown') return error(40029, 'invalid code')
      if (openid === 'spent') return error(40163, 'code been used')
      return JSON.stringify({ session_key: sessionKey, openid, unionid: `union-of-${openid}` })
    },
  )
