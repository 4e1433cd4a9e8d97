/** The other baseline: socket.io as its guide says, without names, rights or an archive. */
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const server = createServer()
const io = new Server(server, { transports: ['websocket'], serveClient: false })

io.on('connection', async socket => {
  const named = socket.handshake.query.rooms
  await socket.join(
    String(named ?? '')
      .split(',')
      .filter(Boolean),
  )
  socket.on('send_message', (room: string, text: string) => {
    io.to(room).emit('new_message', { room, text })
  })
})

server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
process.on('SIGTERM', () => process.exit(0))
