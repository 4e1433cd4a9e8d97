/**
 * Whom F20's flooder floods while the nodes are calm, so that what a flooding client takes of the machine it shares with
 * them weighs on both: it answers late that too much was asked and, of who shouts, reads nothing and puts them out.
 */
import { WebSocketServer } from 'ws'

const { rate } = JSON.parse(process.argv[2])
const late = 1_000

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () =>
  console.log(`listening on ${server.address().port}`),
)
server.on('connection', socket => {
  socket.on('error', () => undefined)
  if (rate) return putOutLate(socket)
  socket.send(JSON.stringify({ type: 'welcome' }))
  socket.on('message', data => {
    const { id } = JSON.parse(String(data))
    setTimeout(() => socket.send(JSON.stringify({ type: 'fault', id, code: 'rate_limited' })), late)
  })
})

function putOutLate(socket) {
  socket.pause()
  setTimeout(() => {
    socket.close(4008)
    setTimeout(() => socket.terminate(), 50)
  }, late)
}
