/** `GET /openapi.json` and `GET /docs`: what the contracts say, made when it is first asked for. */
import { createHash } from 'node:crypto'
import type { Contract } from '@community-chat/shared/protocol/contract'
import { describe, openApiOf } from '@community-chat/shared/protocol/docs'
import type Koa from 'koa'
import { pageOf } from './page'
import { style } from './style'

/** The version that the documents bear. */
export const version = '0.1.0'

/** Serves the documents of these contracts; a caller who has the present ones is told so with 304. */
export function serveDocs(contracts: readonly Contract[]): Koa.Middleware {
  const files: Record<string, () => { type: string; text: string }> = {
    '/openapi.json': () => ({
      type: 'application/json; charset=utf-8',
      text: JSON.stringify(openApiOf(describe(contracts), version)),
    }),
    '/docs': () => ({ type: 'text/html; charset=utf-8', text: pageOf(describe(contracts), version) }),
    '/docs.css': () => ({ type: 'text/css; charset=utf-8', text: style }),
  }
  const made = new Map<string, { type: string; text: string; tag: string }>()
  return async (ctx, next) => {
    const make = Object.hasOwn(files, ctx.path) ? files[ctx.path] : undefined
    if (!make || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next()
    const file = made.get(ctx.path) ?? withTag(make())
    made.set(ctx.path, file)
    ctx.status = 200
    ctx.set('Cache-Control', 'no-cache')
    ctx.etag = file.tag
    if (ctx.fresh) {
      ctx.status = 304
      return
    }
    ctx.type = file.type
    ctx.body = file.text
  }
}

const withTag = (file: { type: string; text: string }) => ({
  ...file,
  tag: createHash('sha256').update(file.text).digest('base64url').slice(0, 27),
})
