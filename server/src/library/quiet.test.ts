import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import ChatSphereService from './index'

const folder = mkdtempSync(join(tmpdir(), 'community-chat-quiet-'))
const before = { ...process.env }
Object.assign(process.env, { DATA_DIR: folder, NODE_ENV: 'test' })
afterAll(() => {
  process.env = before
  rmSync(folder, { recursive: true, force: true })
})

test('with sockets switched off nothing listens and everything else works; a closed chat stays closed', async () => {
  const chat = new ChatSphereService({ websocket: { enabled: false } })
  expect(chat.getConnectionCount()).toBe(0)
  const room = await chat.createChatRoom({ name: 'quiet', type: 'public_room' }, 'ann')
  expect((await chat.sendMessage(room.id, 'ann', { text: 'to myself' })).content?.text).toBe('to myself')
  expect(await chat.start()).toEqual({ port: null, socketPort: null })
  await Promise.all([chat.close(), chat.close()])
  await expect(chat.getChatRoom(room.id)).rejects.toThrow('This chat is closed.')
  const second = new ChatSphereService()
  await expect(second.getChatRoom(room.id)).rejects.toThrow('a second one needs a process of its own')
  await second.close()
})
