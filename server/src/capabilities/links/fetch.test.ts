/** What is fetched and what never is: the outside world is small servers on this machine. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { isPublic } from './addresses'
import { aWorld, type FakeWorld, html, somewhere } from './factory'
import { fetchPage } from './fetch'
import { theWorld } from './outside'
import { cardOf } from './page'

let world: FakeWorld
beforeAll(async () => {
  world = await aWorld()
})
afterAll(() => world.close())

const get = (link: string) => fetchPage(theWorld(), link)
const cardAt = async (link: string) => cardOf(await get(link))
let pages = 0
/** Serves a page and answers where. */
const served = (...page: Parameters<typeof html>) => {
  const path = `/page-${++pages}`
  world.answer(path, html(...page))
  return `http://site.example${path}`
}

test.each([
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254'],
  ...['169.254.169.254', '168.63.129.16', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.0.2.1'],
  ...[
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
  ],
  ...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1'],
  ...['100::1', '2001::1', '2001:db8::1', '2002:7f00:1::1', '3fff::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1'],
  ...['fe80::1%eth0', 'ff02::1', 'fec0::1', 'localhost', '', '1.2.3', '2130706433'],
])('%s is not public', address => expect(isPublic(address)).toBe(false))

test.each(['8.8.8.8', '93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:2800:220:1::1', '2400:3200::1'])(
  '%s is public',
  address => expect(isPublic(address)).toBe(true),
)

test.each([
  ...['http://127.0.0.1/', 'http://[::1]/', 'http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/'],
  ...['http://2130706433/', 'http://0x7f000001/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://127.1/'],
  ...['http://[::ffff:127.0.0.1]/', 'http://[64:ff9b::7f00:1]/', 'http://[2002:7f00:1::]/', 'http://0/'],
  ...['http://site.example:8080/', 'https://site.example:22/', 'ftp://site.example/', 'file:///etc/passwd'],
  ...['http://user:secret@site.example/', 'gopher://site.example/', 'http://１２７.０.０.１/'],
])('%s is never asked, neither as it is nor by way of a redirect', async link => {
  const before = world.asked.length
  await expect(get(link)).rejects.toThrow()
  world.answer(
    '/away',
    (_request, response) => void response.writeHead(302, { location: encodeURI(link) }).end(),
  )
  await expect(get('http://site.example/away')).rejects.toThrow()
  expect(world.asked.slice(before).map(one => one.url)).toEqual(['/away'])
})

test('a name with one private address among its addresses is not asked', async () => {
  world.name('mixed.example', [somewhere, '127.0.0.1'])
  world.name('six.example', ['::ffff:10.0.0.1'])
  const before = world.reached.length
  for (const name of ['mixed', 'six'])
    await expect(get(`http://${name}.example/`)).rejects.toThrow('not a public address')
  expect(world.reached.length).toBe(before)
})

test('a name that turns private between two look-ups is reached where it was checked, or not at all', async () => {
  world.answer('/twice', html('<title>ok</title>'))
  world.name('rebinding.example', [somewhere], ['127.0.0.1'])
  const before = world.reached.length
  expect((await cardAt('http://rebinding.example/twice'))?.title).toBe('ok')
  await expect(get('http://rebinding.example/twice')).rejects.toThrow('not a public address')
  expect(world.reached.slice(before)).toEqual([`${somewhere}:80`])
})

test('redirects are followed three times, each checked anew, and no more', async () => {
  for (let i = 0; i < 5; i++)
    world.answer(
      `/hop-${i}`,
      (_request, response) =>
        void response.writeHead(301, { location: `http://hop.example/hop-${i + 1}` }).end(),
    )
  world.answer('/hop-5', html('<title>arrived</title>'))
  expect((await cardAt('http://site.example/hop-2'))?.title).toBe('arrived')
  await expect(get('http://site.example/hop-1')).rejects.toThrow('on and on')
})

test('what is asked carries no cookie, no credential and our own name', async () => {
  const link = served('<title>x</title>', { 'set-cookie': 'a=b' })
  await get(link)
  await get(link)
  const { headers, method } = world.asked.at(-1)!
  expect([method, headers.host, headers.cookie, headers.authorization, headers.referer]).toEqual([
    'GET',
    'site.example',
    undefined,
    undefined,
    undefined,
  ])
  expect(headers['user-agent']).toMatch(/^CommunityChatLinks\//)
})

test.each([
  ['a picture', { 'content-type': 'image/png' }],
  ['JSON', { 'content-type': 'application/json' }],
  ['what calls itself almost HTML', { 'content-type': 'text/html-but-not' }],
  ['a made-up packing', { 'content-encoding': 'constructor' }],
])('%s is not read', async (_, headers) => {
  await expect(get(served('<title>x</title>', headers))).rejects.toThrow()
})

test('a status other than 200 is not read', async () => {
  world.answer('/broken', (_request, response) => {
    response.writeHead(500, { 'content-type': 'text/html' }).end('<title>Error</title>')
  })
  await expect(get('http://site.example/broken')).rejects.toThrow('status 500')
})

test('an endless page is read to a mebibyte and no further', async () => {
  world.answer('/endless', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.write('<title>endless</title>')
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 'x')));
    }
    response.on('drain', more)
    more()
  })
  const { body } = await get('http://site.example/endless')
  expect(body.length).toBe(1024 * 1024)
})

test('a page that unpacks to far more than it is, is read to a mebibyte', async () => {
  const bomb = gzipSync(Buffer.concat([Buffer.from('<title>bomb</title>'), Buffer.alloc(200 * 1024 * 1024)]))
  const { body } = await get(served(bomb, { 'content-encoding': 'gzip' }))
  expect(body.length).toBe(1024 * 1024)
})

test('a page that trickles, and one that never begins, are given up after five seconds', async () => {
  world.answer('/trickle', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    const timer = setInterval(() => response.write('x'), 100)
    response.on('close', () => clearInterval(timer))
  })
  world.answer('/silent', () => undefined)
  const given = await Promise.allSettled(['trickle', 'silent'].map(one => get(`http://site.example/${one}`)))
  expect(given.map(one => one.status)).toEqual(['rejected', 'rejected'])
})

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
] as const)('a page packed with %s is read', async (encoding, pack) => {
  const link = served(pack(Buffer.from('<title>packed</title>')), { 'content-encoding': encoding })
  expect((await cardAt(link))?.title).toBe('packed')
})

test('what the page says for cards comes before its title; the site is its host where it does not say', async () => {
  const head = `<title>plain</title><meta property="og:title" content="Cards &amp; more">
    <meta name="twitter:title" content="no"><meta property="og:description" content="About
    it"><meta property="og:site_name" content="The Site"><meta property="og:image" content="/a.png">`
  expect(await cardAt(served(head))).toEqual({
    title: 'Cards & more',
    description: 'About it',
    site: 'The Site',
  })
  expect(await cardAt(served('<title> only  this </title><meta name=description content=it>'))).toEqual({
    title: 'only this',
    description: 'it',
    site: 'site.example',
  })
  const pictured = '<title>x</title><meta property="og:image" content="https://cdn.example/a.png">'
  expect(await cardAt(served(pictured))).toMatchObject({ picture: 'https://cdn.example/a.png' })
})

test('tags in a title are text, scripts and comments are nothing, and directions do not turn the line', async () => {
  const page = `<!-- <title>comment</title> --><script>document.write("<title>script</title>")</script>
    <title><script>alert(1)</script>\u202Eevil\u0000</title><body><title>body</title>`
  expect((await cardAt(served(page)))?.title).toBe('<script>alert(1)</script>evil')
  expect(await cardAt(served('<body><title>late</title>'))).toBeNull()
  expect(await cardAt(served('<p>no head'))).toBeNull()
})

test('long texts are cut at whole characters', async () => {
  const card = await cardAt(
    served(`<title>${'😀'.repeat(500)}</title><meta name=description content="${'字'.repeat(5000)}">`),
  )
  expect([[...card!.title].length, card!.title.endsWith('😀…')]).toEqual([200, true])
  expect([...card!.description!].length).toBe(300)
})

test.each([
  ['its answer', 'text/html; charset=gbk', ''],
  ['a meta tag', 'text/html', '<meta charset="gbk">'],
  ['an old meta tag', 'text/html', '<meta http-equiv="Content-Type" content="text/html; charset=GB2312">'],
])('a page in GBK that %s names is read in it', async (_, contentType, meta) => {
  const title = Buffer.from([0xc4, 0xe3, 0xba, 0xc3]) // 你好
  const body = Buffer.concat([Buffer.from(`${meta}<title>`), title, Buffer.from('</title>')])
  expect((await cardAt(served(body, { 'content-type': contentType })))?.title).toBe('你好')
})

test('a charset that nobody knows is read as UTF-8', async () => {
  const link = served('<title>你好</title>', { 'content-type': 'text/html; charset=made-up' })
  expect((await cardAt(link))?.title).toBe('你好')
})
