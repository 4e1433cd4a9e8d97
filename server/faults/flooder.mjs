/**
 * F20's flooder, a process of its own, back at once where it is put out. With `rate` it says so many frames a second
 * whatever is answered; else each socket asks so often at once as `burst` says, and again when all has been answered.
 */
import { WebSocket } from 'ws'

const { urls, token, frame, rate, burst, sockets } = JSON.parse(process.argv[2])
const each = 10
/** In milliseconds: what all sockets ask at once would be the burst of this process, not of a client. */
const [apart, restsFor] = [100, 75]
const counts = {}
const count = what => (counts[what] = (counts[what] ?? 0) + 1)

function open(url, n) {
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } })
  const stop = rate ? shout(socket) : ask(socket, n)
  socket.on('error', () => undefined)
  socket.on('close', code => {
    stop()
    count(code)
    setImmediate(open, url, n)
  })
}

function shout(socket) {
  let due = 0
  const timer = setInterval(() => {
    if (socket.readyState !== socket.OPEN || socket.bufferedAmount > 256 * 1024) return
    for (due += (rate / sockets / 1000) * each; due >= 1; due--) say(socket)
  }, each)
  return () => clearInterval(timer)
}

function ask(socket, n) {
  let left = 0
  let timer
  const begin = () => {
    left = burst
    for (let k = 0; k < burst; k++) say(socket, k)
  }
  socket.on('message', data => {
    const { type, id, code } = JSON.parse(String(data))
    if (type === 'welcome') timer = setTimeout(begin, n * apart)
    if (id === undefined) return
    count(code ?? type)
    if (--left === 0) timer = setTimeout(begin, restsFor)
  })
  return () => clearTimeout(timer)
}

function say(socket, id) {
  socket.send(JSON.stringify({ ...frame, ...(id !== undefined && { id: String(id) }) }))
  count('sent')
}

for (let n = 0; n < sockets; n++) open(urls[n % urls.length], n)
console.log('flooding')
process.on('SIGTERM', () => {
  console.log(JSON.stringify(counts))
  process.exit()
})
