/* The service worker of the H5 page: it keeps the built files, so that the page opens without a network. */
const shell = 'shell SHELL_VERSION'
const files = SHELL_FILES
const patience = 3000

self.addEventListener('install', event => {
  event.waitUntil(
    caches
      .open(shell)
      // Past the browser's own cache: a stale file must not get into a new shell.
      .then(cache => cache.addAll(files.map(file => new Request(file, { cache: 'reload' }))))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', event => {
  event.waitUntil(
    caches
      .keys()
      .then(names =>
        Promise.all(names.filter(name => name.startsWith('shell ') && name !== shell).map(forget)),
      )
      .then(() => self.clients.claim()),
  )
})

const forget = name => caches.delete(name)

self.addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  const home = new URL(self.registration.scope)
  if (request.method !== 'GET' || url.origin !== home.origin) return
  const path = url.pathname.slice(home.pathname.length)
  if (request.mode === 'navigate') {
    if (path === '' || path === 'index.html') event.respondWith(fromNetwork(request))
  } else if (files.includes(`./${path}`)) {
    event.respondWith(caches.match(request).then(kept => kept ?? fetch(request)))
  }
})

/** The page as the server has it now; as it is kept, where the server does not answer soon. */
async function fromNetwork(request) {
  const late = new Promise((_, reject) => setTimeout(reject, patience))
  try {
    return await Promise.race([fetch(request), late])
  } catch {
    return (await caches.match('./')) ?? fetch(request)
  }
}
