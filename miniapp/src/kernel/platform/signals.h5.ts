/** What the browser tells of the page: shown, hidden, with or without a network. */

/** Calls back when the page is shown again; `cut` where its network was taken from it meanwhile. */
export function onShown(tell: (cut: boolean) => void): void {
  document.addEventListener('visibilitychange', () => !document.hidden && tell(false))
  window.addEventListener('pageshow', event => event.persisted && tell(false))
}

/** True while the page can be seen. */
export const isShown = (): boolean => !document.hidden

/** Calls back when the page is hidden or closed, perhaps for good. */
export function onHidden(tell: () => void): void {
  document.addEventListener('visibilitychange', () => document.hidden && tell())
  window.addEventListener('pagehide', tell)
}

/** Calls back when the network comes or goes. */
export function onNetwork(tell: (online: boolean) => void): void {
  window.addEventListener('online', () => tell(true))
  window.addEventListener('offline', () => tell(false))
}

/** Calls back before the next picture is drawn; a hidden page draws none, so there it is soon. */
export function nextFrame(draw: () => void): void {
  if (document.hidden) setTimeout(draw, 50)
  else requestAnimationFrame(draw)
}

const restartedAt = 'restarted-at'

/** Loads the page anew, as after an update; not twice in a minute. */
export function restart(): void {
  if (Date.now() - Number(sessionStorage.getItem(restartedAt) ?? 0) < 60_000) return
  sessionStorage.setItem(restartedAt, String(Date.now()))
  location.reload()
}
