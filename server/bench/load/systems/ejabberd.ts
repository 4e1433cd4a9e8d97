/** ejabberd: rooms with an archive, over its WebSocket; people signed in by name and password. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readText } from '../check'
import { eachAtOnce } from '../crowd'
import { webSocketFraming } from '../framing'
import { clientFrame, pongFrame, upgradeRequest } from '../link'
import { cpuOf, freePort, memoryOf, newFolder, startProgram } from '../processes'
import { roomsOf, serverCore, type System, type Wire, type World } from '../system'

const erlang = '/usr/bin/erl'
const libraries = '/usr/lib/x86_64-linux-gnu'
const password = 'only-for-measuring'

/**
 * Debian's ejabberd with its own store. Who comes into a room is not told to the others: that grows by the square. Of its
 * own it lets only five wait at the door, whose first knock is lost then and repeated after seconds.
 */
export const ejabberd: System = {
  name: 'ejabberd',
  async open(world) {
    if (!existsSync('/usr/sbin/ejabberdctl') || !existsSync(erlang)) return null
    const port = await freePort()
    const folder = newFolder()
    const file = join(folder, 'ejabberd.yml')
    writeFileSync(file, settingsFor(port))
    const store = ['-mnesia', 'dir', `"${join(folder, 'store')}"`]
    const running = startProgram(
      [erlang, '+K', 'true', '+P', '250000', '-noinput', ...store, '-s', 'ejabberd'],
      {
        cores: serverCore,
        cwd: folder,
        env: {
          ...{ HOME: folder, ERL_LIBS: libraries, ERL_MAX_PORTS: '32000', EJABBERD_CONFIG_PATH: file },
          EJABBERD_LOG_PATH: join(folder, 'ejabberd.log'),
        },
      },
    )
    await running.says(/Start accepting TCP connections at 127/)
    const people = Array.from({ length: world.people }, (_, person) => person)
    await eachAtOnce(people, 16, person => register(port, person))
    return {
      port,
      wire: wireOf(world),
      cpu: () => ({ server: cpuOf(running.pid), database: 0 }),
      memory: async () => memoryOf(running.pid),
      stop: running.stop,
    }
  },
}

const settingsFor = (port: number): string => `
hosts: [localhost]
loglevel: info
auth_method: internal
auth_password_format: plain
listen:
  - port: ${port}
    ip: "127.0.0.1"
    backlog: 1024
    module: ejabberd_http
    request_handlers:
      /ws: ejabberd_http_ws
      /api: mod_http_api
api_permissions:
  seeding:
    from: mod_http_api
    who: all
    what: register
modules:
  mod_http_api: {}
  mod_mam:
    default: always
    db_type: mnesia
  mod_muc:
    host: rooms.localhost
    access: all
    access_create: all
    access_persistent: all
    access_mam: all
    max_users: 2000
    history_size: 0
    default_room_options:
      mam: true
      persistent: true
      max_users: 2000
      presence_broadcast: []
`

async function register(port: number, person: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/register`, {
    method: 'POST',
    body: JSON.stringify({ user: `person${person}`, host: 'localhost', password }),
  })
  if (!answer.ok) throw new Error(`ejabberd refuses a person: ${answer.status} ${await answer.text()}`)
}

const opening = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>"
const binding = "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
const entering = "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>"
const signingIn = (person: number): string => {
  const proof = Buffer.from(`\0person${person}\0${password}`).toString('base64')
  return `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${proof}</auth>`
}

function wireOf(world: World): Wire {
  const rooms = roomsOf(world)
  const greeting = upgradeRequest('/ws', { 'Sec-WebSocket-Protocol': 'xmpp' })
  return {
    framing: webSocketFraming,
    upgrades: true,
    pong: pongFrame,
    answers: false,
    greeting: () => greeting,
    first: clientFrame(opening),
    open: person => (payload, say) => {
      const heard = String(payload)
      const enter = rooms[person]!.map(
        room => `<presence to='room${room}@rooms.localhost/person${person}'>${entering}</presence>`,
      )
      if (/<failure|type='error'/.test(heard)) throw new Error(`ejabberd refuses: ${heard}`)
      if (heard.includes('<mechanism>')) say(clientFrame(signingIn(person)))
      else if (heard.includes('<success')) say(clientFrame(opening))
      else if (heard.includes('xmpp-bind') && heard.includes('features')) say(clientFrame(binding))
      else if (/id='bind'/.test(heard)) for (const one of enter) say(clientFrame(one))
      return heard.includes('<subject')
    },
    say: (room, _sender, n, text) =>
      clientFrame(
        `<message to='room${room}@rooms.localhost' type='groupchat' id='n${n}'><body>${text}</body></message>`,
      ),
    read(payload) {
      const message = readText(payload.toString('latin1'))
      return message && { is: 'message', ...message }
    },
  }
}
