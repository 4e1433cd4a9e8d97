/** F20's flooder, a process of its own: so many frames a second whatever is answered, and back at once where it is put out. */
import { WebSocket } from 'ws'

const { urls, token, frame, rate, sockets } = JSON.parse(process.argv[2])
const each = 10
const counts = {}
const count = what => (counts[what] = (counts[what] ?? 0) + 1)

function open(url) {
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } })
  let due = 0
  const timer = setInterval(() => {
    if (socket.readyState !== socket.OPEN || socket.bufferedAmount > 256 * 1024) return
    for (due += (rate / sockets / 1000) * each; due >= 1; due--) {
      socket.send(frame)
      count('sent')
    }
  }, each)
  socket.on('error', () => undefined)
  socket.on('close', code => {
    clearInterval(timer)
    count(code)
    setImmediate(open, url)
  })
}

for (let n = 0; n < sockets; n++) open(urls[n % urls.length])
console.log('flooding')
process.on('SIGTERM', () => {
  console.log(JSON.stringify(counts))
  process.exit()
})
