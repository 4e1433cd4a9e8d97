/** What the browser shows around the page. */

/** A browser draws its tabs anew for every title: in a busy room several times for each message. */
const titleEvery = 300
let title = ''
let planned = false

/** The words in the tab, within 300 ms. */
export function setTitle(next: string): void {
  title = next
  if (planned) return
  planned = true
  setTimeout(() => {
    planned = false
    if (document.title !== title) document.title = title
  }, titleEvery)
}

/** The colour of the browser's own bars, and of what shows beyond the page. */
export function setLook(dark: boolean, language: string): void {
  document.documentElement.className = dark ? 'dark' : ''
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#181b1c' : '#ffffff')
}

/** Puts a text into the clipboard; false where the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** Pages without https have no clipboard of their own. */
function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  field.style.opacity = '0'
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  return done
}

/** True while the page can be seen. */
export const isShown = (): boolean => document.visibilityState === 'visible'

/** Calls back when the page is shown or hidden. */
export function onShown(tell: () => void): () => void {
  document.addEventListener('visibilitychange', tell)
  return () => document.removeEventListener('visibilitychange', tell)
}
