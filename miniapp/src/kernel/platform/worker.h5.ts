/** The service worker: it keeps the built page, so that a reload works offline. */

/** Registers it where the page was built for use and the browser allows it (https or localhost). */
export function installWorker(): void {
  if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return
  // After the first picture: storing the page must not slow down its first load.
  setTimeout(() => void navigator.serviceWorker.register('./sw.js').catch(() => undefined), 1_000)
}
