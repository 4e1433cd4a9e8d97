/** `GET /pictures/:userId/:version`: the bytes of a picture, for whoever was told its address. */
import { fault } from '@community-chat/shared/protocol/faults'
import type Koa from 'koa'
import { Pictures } from './model'

const address = /^\/pictures\/([\w-]{1,64})\/([\w-]{1,64})$/

/** Serves pictures; an address never shows another one, so it may be kept for ever. */
export const servePictures: Koa.Middleware = async (ctx, next) => {
  if (!ctx.path.startsWith('/pictures/')) return next()
  const [, userId, version] = address.exec(ctx.path) ?? []
  if (!version || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) throw fault('not_found')
  const picture = await Pictures.findOne({ _id: version, userId })
  if (!picture) throw fault('not_found')
  ctx.status = 200
  ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
  ctx.set('X-Content-Type-Options', 'nosniff')
  // Mini programs show it in pages of other origins.
  ctx.set('Cross-Origin-Resource-Policy', 'cross-origin')
  ctx.etag = version
  if (ctx.fresh) {
    ctx.status = 304
    return
  }
  ctx.type = 'image/jpeg'
  ctx.body = picture.bytes
}
