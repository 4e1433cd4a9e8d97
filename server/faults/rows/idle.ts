/** F19, F21: those who send a byte now and then, and those who send little that becomes much. */
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { WebSocket } from 'ws'
import { openLink } from '../link'
import { signUp, urlOf } from '../crowd'
import { pause, quantile, type Row, until } from '../trial'

const beginnings: [string, string][] = [
  ['an upgrade', 'GET /ws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nX-'],
  [
    'a body',
    'POST /api/login HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{',
  ],
]

export const slowloris: Row = {
  name: 'F19',
  title: 'a byte now and then',
  setting: () => ({ nodes: 1, hasRedis: false }),
  async act(trial, { nodes: [node] }) {
    const { token } = await signUp(node!, 'steady')
    const steady = openLink({ url: () => urlOf(node!, 'ws'), token })
    await until(() => steady.isOpen(), 10_000)
    const turns: number[] = []
    let isOver = false
    const asking = async () => {
      for (; !isOver; await pause(50)) {
        const begun = performance.now()
        await steady.ask({ type: 'watch', userIds: [] }).catch(() => undefined)
        turns.push(performance.now() - begun)
      }
    }
    const each = trial.by(30, 300, 1000)
    const outlast = async (what: string, begin: string) => {
      const begun = Date.now()
      const sockets = Array.from({ length: each }, () => connect(node!.port, '127.0.0.1'))
      for (const socket of sockets) socket.on('connect', () => socket.write(begin))
      const closed = sockets.map(async socket => {
        socket.on('error', () => undefined).resume()
        const drip = setInterval(() => socket.write('x'), 1000)
        await new Promise(resolve => socket.on('close', resolve))
        clearInterval(drip)
      })
      const all = Promise.all(closed).then(() => (Date.now() - begun) / 1000)
      const took = await Promise.race([all, pause(90_000).then(() => Infinity)])
      trial.measure(`${what} cut after s`, took, 10)
      for (const socket of sockets) socket.destroy()
    }
    const unnamed = async () => {
      const socket = new WebSocket(urlOf(node!, 'ws'))
      await once(socket, 'open')
      const begun = Date.now()
      await new Promise(resolve => socket.on('close', resolve))
      trial.measure('an unnamed socket cut after s', (Date.now() - begun) / 1000, 5)
    }
    const working = asking()
    await Promise.all([...beginnings.map(one => outlast(...one)), unnamed()])
    isOver = true
    await working
    trial.time('p99 of a steady one ms', quantile(turns, 0.99), 100)
    steady.end()
  },
}

export const bombs: Row = {
  name: 'F21',
  title: 'compression bombs',
  setting: () => ({ nodes: 1, hasRedis: false }),
  async act(trial, { nodes: [node] }) {
    const bomb = gzipSync(Buffer.alloc(trial.by(64, 256, 1024) * 2 ** 20, ' '))
    const before = await node!.program.vitals(true)
    const status = await new Promise<number>(resolve => {
      const sent = request(
        `${urlOf(node!)}/api/login`,
        { method: 'POST', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
        answer => resolve(answer.resume().statusCode ?? 0),
      )
      sent.on('error', () => resolve(0)).end(bomb)
    })
    if (status < 400 || status >= 500) trial.find(`a bomb was answered with ${status}`)
    const after = await node!.program.vitals(true)
    trial.measure('memory grown MiB', (after.rss - before.rss) / 2 ** 20, 16)
    const { token } = await signUp(node!, 'packer')
    const headers = { authorization: `Bearer ${token}` }
    const socket = new WebSocket(urlOf(node!, 'ws'), { headers, perMessageDeflate: true })
    await once(socket, 'open')
    if (socket.extensions !== '') trial.find(`the server agreed to ${socket.extensions}`)
    socket.terminate()
  },
}
