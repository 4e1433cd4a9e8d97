/** Somebody in the demo: they speak HTTP and a socket, as any device would. */
import { once } from 'node:events'
import { createRequire } from 'node:module'

const { WebSocket } = createRequire(new URL('../../package.json', import.meta.url))('ws')
const patience = 5000
let count = 0

/** A signed-in person with an open socket. */
export class Person {
  frames = []
  waiting = new Set()
  asked = 0

  constructor(url, name, session) {
    Object.assign(this, { url, name, id: session.user.id, token: session.accessToken })
  }

  static async signUp(url, name) {
    const username = `${name.toLowerCase()}-${++count}`
    const input = { username, password: `the password of ${name}`, displayName: name }
    const person = new Person(url, name, await call(url, 'POST', '/signup', input))
    await person.connect()
    return person
  }

  /** Calls the API over HTTP; throws the refusal with its code. */
  call(method, path, input) {
    return call(this.url, method, path, input, this.token)
  }

  /** The code with which the server refuses something; throws where it does not. */
  async refused(method, path, input) {
    try {
      await this.call(method, path, input)
    } catch (error) {
      if (error.code) return error.code
      throw error
    }
    throw new Error(`${this.name} should not have been able to ${method} ${path}`)
  }

  /** Sends a frame and waits for its reply. */
  async ask(frame) {
    const id = String(++this.asked)
    this.socket.send(JSON.stringify({ id, ...frame }))
    const answer = await this.hears(one => one.id === id, `an answer to ${frame.type}`)
    if (answer.type === 'fault') throw Object.assign(new Error(answer.message), { code: answer.code })
    return answer.data
  }

  /** The data of the next push of this type that fits, of those not heard yet. */
  async next(type, fits = () => true) {
    return (await this.hears(frame => frame.type === type && fits(frame.data), type)).data
  }

  async connect() {
    this.socket = new WebSocket(`${this.url.replace('http', 'ws')}/ws`)
    this.socket.on('message', data => {
      this.frames.push(JSON.parse(String(data)))
      for (const look of this.waiting) look()
    })
    await once(this.socket, 'open')
    this.socket.send(JSON.stringify({ type: 'authenticate', token: this.token }))
    await this.hears(frame => frame.type === 'welcome', 'welcome')
  }

  leave() {
    this.socket?.terminate()
  }

  hears(fits, what) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(look)
        reject(new Error(`${this.name} waited for ${what} and it did not come`))
      }, patience)
      const look = () => {
        const at = this.frames.findIndex(fits)
        if (at < 0) return
        clearTimeout(timer)
        this.waiting.delete(look)
        resolve(this.frames.splice(at, 1)[0])
      }
      this.waiting.add(look)
      look()
    })
  }
}

async function call(url, method, path, input, token) {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(input ? { 'content-type': 'application/json' } : {}),
    },
    ...(input ? { body: JSON.stringify(input) } : {}),
  })
  const text = await response.text()
  const body = text ? JSON.parse(text) : null
  if (response.ok) return body
  throw Object.assign(new Error(`${method} ${path}: ${body.error.message}`), { code: body.error.code })
}
