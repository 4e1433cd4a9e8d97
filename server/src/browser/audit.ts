/// <reference lib="dom" />
/** Looks over everything on the screen, as a strict reviewer with a ruler would; runs inside the page. */
import type { Page } from 'playwright-core'

/** Everything that is wrong with what is shown now, in words. `finger` asks that all targets be large enough for one. */
export const audit = (page: Page, { finger }: { finger: boolean }): Promise<string[]> =>
  page.evaluate(fingers => {
    const wrong: string[] = []
    const [width, height] = [window.innerWidth, window.innerHeight]
    const name = (one: Element) =>
      `<${one.tagName.toLowerCase()} ${one.getAttribute('role') ?? ''} .${one.getAttribute('class')?.split(' ').join('.') ?? ''}> "${(one.getAttribute('aria-label') ?? one.textContent ?? '').slice(0, 40)}"`
    const isShown = (one: Element) => {
      const { width, height } = one.getBoundingClientRect()
      return (
        width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      )
    }
    const all = Array.from(document.body.querySelectorAll('*')).filter(isShown)

    /** The part of the screen that lets an element be seen. */
    function windowOf(one: Element) {
      const seen = { left: 0, top: 0, right: width, bottom: height, scrollsX: false, scrollsY: false }
      for (let up: Element | null = one; up; up = up.parentElement) {
        const style = getComputedStyle(up)
        const box = up.getBoundingClientRect()
        if (style.overflowX !== 'visible') {
          if (/auto|scroll/.test(style.overflowX) && up.scrollWidth > up.clientWidth) seen.scrollsX = true
          seen.left = Math.max(seen.left, box.left)
          seen.right = Math.min(seen.right, box.right)
        }
        if (style.overflowY !== 'visible') {
          if (/auto|scroll/.test(style.overflowY) && up.scrollHeight > up.clientHeight) seen.scrollsY = true
          seen.top = Math.max(seen.top, box.top)
          seen.bottom = Math.min(seen.bottom, box.bottom)
        }
        if (style.position === 'fixed') break
      }
      return seen
    }

    if (document.documentElement.scrollWidth > width) wrong.push('the page scrolls sideways')
    if (document.documentElement.scrollHeight > height) wrong.push('the page itself scrolls')

    for (const one of all) {
      const texts = Array.from(one.childNodes).filter(node => node.nodeType === 3 && node.textContent!.trim())
      const style = getComputedStyle(one)
      if (texts.length > 0 && one.tagName !== 'OPTION') {
        const range = document.createRange()
        range.setStartBefore(texts[0]!)
        range.setEndAfter(texts[texts.length - 1]!)
        const box = range.getBoundingClientRect()
        const seen = windowOf(one)
        const shortened = [one, one.parentElement!].some(
          at => getComputedStyle(at).textOverflow === 'ellipsis',
        )
        const out = (by: number) => by > 1.5
        if (!seen.scrollsX && !shortened && (out(seen.left - box.left) || out(box.right - seen.right)))
          wrong.push(`cut at a side: ${name(one)}`)
        if (!seen.scrollsY && (out(seen.top - box.top - 2) || out(box.bottom - seen.bottom - 2)))
          wrong.push(`cut above or below: ${name(one)}`)
        if (parseFloat(style.fontSize) < 11) wrong.push(`smaller than 11 px: ${name(one)}`)
        const contrast = contrastOf(one, style.color)
        const large =
          parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && +style.fontWeight >= 700)
        if (contrast !== null && contrast < (large ? 3 : 4.5) && !one.closest('[disabled]'))
          wrong.push(`contrast of ${contrast.toFixed(2)}: ${name(one)}`)
      }
      if (one.tagName === 'IMG' && !one.hasAttribute('alt'))
        wrong.push(`a picture without words: ${name(one)}`)
    }

    // Under something that holds the focus nothing can be reached.
    const modal =
      all.find(one => one.matches('[aria-modal=true], [role=menu]')) ??
      document.querySelector('[aria-modal=true], [role=menu]')
    const controls = all
      .filter(one => one.matches('button, input, textarea, a[href], [role=button], [role=switch]'))
      .filter(one => !modal || modal.contains(one))
    for (const one of controls) {
      if (!nameOf(one)) wrong.push(`a control without a name: ${name(one)}`)
      if (one.closest('[aria-hidden=true]')) wrong.push(`a control that is hidden from readers: ${name(one)}`)
      // A link stands in a line of text, and the field of a message is as high as the design says.
      if (fingers && !one.matches('a, textarea, :disabled')) {
        const [across, down] = reachOf(one)
        if (across < 43 || down < 43) wrong.push(`hit in only ${across} × ${down} px: ${name(one)}`)
      }
    }
    for (const role of ['option', 'tab', 'menuitem', 'radio']) {
      const owner = { option: 'listbox', tab: 'tablist', menuitem: 'menu', radio: 'radiogroup' }[role]!
      for (const one of all.filter(each => each.getAttribute('role') === role))
        if (!one.closest(`[role=${owner}], [role=dialog]`))
          wrong.push(`${role} outside of a ${owner}: ${name(one)}`)
    }
    const ids = Array.from(document.querySelectorAll('[id]'), one => one.id)
    for (const id of new Set(ids.filter((one, n) => ids.indexOf(one) !== n))) wrong.push(`twice the id ${id}`)
    if (!all.some(one => one.getAttribute('role') === 'heading')) wrong.push('no heading')
    return wrong

    function nameOf(one: Element): string {
      const labelled = one.getAttribute('aria-label') ?? (one as HTMLInputElement).labels?.[0]?.textContent
      return (labelled ?? one.textContent ?? '').trim()
    }

    /** How wide and high the field is in which a tap reaches the element, walking out from its middle. */
    function reachOf(one: Element): [number, number] {
      const box = one.getBoundingClientRect()
      const seen = windowOf(one)
      const x = (Math.max(box.left, seen.left) + Math.min(box.right, seen.right)) / 2
      const y = (Math.max(box.top, seen.top) + Math.min(box.bottom, seen.bottom)) / 2
      // What a scrolling list shows only a part of is reached after scrolling.
      if (box.top < seen.top || box.bottom > seen.bottom || box.left < seen.left || box.right > seen.right)
        return [Math.max(44, box.width), Math.max(44, box.height)]
      const hits = (dx: number, dy: number) => {
        const hit = document.elementFromPoint(x + dx, y + dy)
        return (
          hit !== null &&
          (one.contains(hit) || hit.closest('label, .field-box, .search')?.contains(one) === true)
        )
      }
      if (!hits(0, 0)) return [0, 0]
      const walk = (dx: number, dy: number) => {
        let n = 0
        while (n < 40 && hits(dx * (n + 1), dy * (n + 1))) n++
        return n
      }
      return [walk(-1, 0) + walk(1, 0) + 1, walk(0, -1) + walk(0, 1) + 1]
    }

    /** The contrast of a text with the plain colour behind it; null where a picture is behind it. */
    function contrastOf(one: Element, colour: string): number | null {
      let back = [0, 0, 0, 0]
      for (let up: Element | null = one; up; up = up.parentElement) {
        const style = getComputedStyle(up)
        if (style.backgroundImage !== 'none' || parseFloat(style.opacity) < 1) return null
        back = over(back, parts(style.backgroundColor))
        if (back[3]! >= 0.999) break
      }
      const front = over(parts(colour), back)
      const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a) as [number, number]
      return back[3]! < 0.999 ? null : (light + 0.05) / (dark + 0.05)
    }
    function parts(colour: string): number[] {
      const numbers = (colour.match(/[\d.]+/g) ?? []).map(Number)
      return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0, numbers[3] ?? 1]
    }
    /** One colour laid over another. */
    function over([r, g, b, a]: number[], [R, G, B, A]: number[]): number[] {
      const mix = (front: number, behind: number) => (front * a! + behind * A! * (1 - a!)) / alpha
      const alpha = a! + A! * (1 - a!) || 1e-9
      return [mix(r!, R!), mix(g!, G!), mix(b!, B!), alpha]
    }
    function luminance([r, g, b]: number[]): number {
      const part = (value: number) => {
        const share = value / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      }
      return 0.2126 * part(r!) + 0.7152 * part(g!) + 0.0722 * part(b!)
    }
  }, finger)
