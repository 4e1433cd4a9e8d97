/** The bare baseline: ws, no names, no rights, nothing kept; one shared frame a message and one write a listener. */
import type { Socket } from 'node:net'
import { createServer } from 'node:http'
import * as ws from 'ws'
import { WebSocketServer, type WebSocket } from 'ws'

const rooms = new Map<string, Set<Socket>>()
const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: true })

sockets.on('connection', (socket: WebSocket & { _socket?: Socket }, request) => {
  const raw = socket._socket!
  const own = new URL(request.url!, 'http://127.0.0.1').searchParams.getAll('room')
  for (const room of own) rooms.set(room, (rooms.get(room) ?? new Set()).add(raw))
  socket.on('close', () => own.forEach(room => rooms.get(room)?.delete(raw)))
  socket.on('error', () => socket.terminate())
  socket.on('message', data => {
    const { room, text } = JSON.parse(String(data)) as { room: string; text: string }
    const frame = Buffer.concat(framed(Buffer.from(JSON.stringify({ type: 'new_message', room, text }))))
    for (const listener of rooms.get(room) ?? []) listener.write(frame)
  })
  socket.send('{"type":"welcome"}')
})
setInterval(() => sockets.clients.forEach(socket => socket.ping()), 25_000)

const framed = (payload: Buffer): Buffer[] =>
  (ws as unknown as { Sender: { frame: (data: Buffer, options: object) => Buffer[] } }).Sender.frame(
    payload,
    {
      fin: true,
      rsv1: false,
      opcode: 1,
      mask: false,
      readOnly: true,
    },
  )

server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
process.on('SIGTERM', () => process.exit(0))
