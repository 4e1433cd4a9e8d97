/** A program that hosts a chat: what a reader of the library would write first, and its socket client. */
import { once } from 'node:events'
import ChatSphereService, { ChatRoomType } from '@community-chat/server'
import { WebSocket } from 'ws'

const chat = new ChatSphereService({
  redis: { host: 'localhost', port: 6379, database: 13 },
  websocket: { enabled: true, port: 0, maxPayload: 1024 * 1024 },
  moderation: { enabled: true, autoModeration: true, imageModeration: true, spamDetection: true },
})

const room = await chat.createChatRoom(
  {
    name: 'General Chat',
    type: ChatRoomType.PUBLIC_ROOM,
    clusterId: 'main_cluster',
    settings: {
      isPrivate: false,
      allowVoiceCalls: true,
      allowVideoCalls: true,
      contentFiltering: 'medium',
    },
  },
  'creator_user_id',
)
const joined = [await chat.joinChatRoom(room.id, 'user1'), await chat.joinChatRoom(room.id, 'user2')]
const message = await chat.sendMessage(room.id, 'user1', {
  text: 'Hello everyone! Welcome to the chat! 🎉',
})
const reaction = await chat.addReaction(message.id, 'user2', '👋')
say({ step: 'used', room, joined, message, reaction, read: await chat.getMessage(message.id) })

const { port } = await chat.start()
const device = await openDevice(`ws://localhost:${port}/ws`, await chat.tokenFor('user123'))
device.send({ type: 'join_room', id: '1', roomId: room.id })
await device.hears('reply')
device.send({ type: 'send_message', roomId: room.id, content: { text: 'from a socket' } })
const heard = await device.hears('new_message', frame => frame.data.message.content.text === 'from a socket')
await chat.setTyping('user2', room.id, true)
const typing = await device.hears('typing_started')
device.send({ type: 'typing', id: '2', roomId: room.id, isTyping: true })
await device.hears('reply', frame => frame.id === '2')
say({ step: 'connected', heard, typing, connections: chat.getConnectionCount() })

device.socket.close()
await chat.close()
say({ step: 'closed' })

function say(what) {
  console.log(`SAMPLE ${JSON.stringify(what)}`)
}

/** A device signs in with a token in its first frame, and never with an id in the address. */
async function openDevice(url, token) {
  const socket = new WebSocket(url)
  const frames = []
  const waiting = new Set()
  socket.on('message', data => {
    frames.push(JSON.parse(String(data)))
    for (const look of waiting) look()
  })
  const hears = (type, fits = () => true) =>
    new Promise(resolve => {
      const look = () => {
        const frame = frames.find(one => one.type === type && fits(one))
        if (!frame) return
        waiting.delete(look)
        resolve(frame)
      }
      waiting.add(look)
      look()
    })
  const send = frame => socket.send(JSON.stringify(frame))
  await once(socket, 'open')
  send({ type: 'authenticate', token })
  await hears('welcome')
  return { socket, send, hears }
}
