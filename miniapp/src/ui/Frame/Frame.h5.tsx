import { useLayoutEffect, useRef, type ReactNode } from 'react'
import { noteKeyboard } from '../keyboard'
import { ToastHost } from '../Toast/Toast'

/** The root of the page: themed, and exactly as high as what the keyboard leaves. */
export function Frame({ className, children }: { className: string; children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const port = window.visualViewport
    const fit = () => {
      if (!root.current) return
      root.current.style.height = `${port ? port.height * port.scale : window.innerHeight}px`
      if (port?.scale === 1) noteKeyboard(window.innerHeight - port.height)
      // iOS scrolls the document under the keyboard instead of shrinking it.
      if (window.scrollY) window.scrollTo(0, 0)
    }
    fit()
    port?.addEventListener('resize', fit)
    window.addEventListener('resize', fit)
    return () => {
      port?.removeEventListener('resize', fit)
      window.removeEventListener('resize', fit)
    }
  }, [])

  return (
    <div ref={root} className={className}>
      {children}
      <ToastHost />
    </div>
  )
}
