/** The H5 page: files with a hash in their name for ever, the shell never from a stale cache. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type Koa from 'koa'
import send from 'koa-send'

const hashed = /[.-][0-9a-f]{8,}\.(js|css|png|svg|woff2)$/

/** Serves the built page from a folder; without one it says how to build it. */
export function servePage(folder: string): Koa.Middleware {
  const root = resolve(folder)
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next()
    if (!existsSync(root)) return next()
    try {
      await send(ctx, ctx.path, {
        root,
        index: 'index.html',
        setHeaders: (res, path) =>
          void res.setHeader(
            'Cache-Control',
            hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
          ),
      })
    } catch (error) {
      if ((error as { status?: number }).status !== 404) throw error
      await next()
    }
  }
}
