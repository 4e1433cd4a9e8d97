import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useRef, useState } from 'react'
import { farEnough, wayOf, type DragProps } from './Drag.types'
import './Drag.scss'

interface Touched {
  touches: { clientX: number; clientY: number }[]
}

/** A block that a finger may drag sideways; it shows when that is far enough, because moving it would be too slow. */
export function Drag({ className = '', id, children, onDrag, follows }: DragProps) {
  const [isFar, setFar] = useState(false)
  const drag = useRef({ x: 0, y: 0, dx: 0, way: null as ReturnType<typeof wayOf> })
  if (!onDrag) {
    return (
      <View id={id} className={className}>
        {children}
      </View>
    )
  }
  const begin = (event: unknown) => {
    const { clientX: x = 0, clientY: y = 0 } = (event as Touched).touches[0] ?? {}
    drag.current = { x, y, dx: 0, way: null }
  }
  const move = (event: unknown) => {
    const touch = (event as Touched).touches[0]
    const now = drag.current
    if (!touch) return
    now.dx = touch.clientX - now.x
    now.way ??= wayOf(now.dx, touch.clientY - now.y)
    const far = now.way === 'side' && Math.abs(now.dx) >= farEnough
    if (far && !isFar) Taro.vibrateShort?.({ type: 'light' }).catch(() => undefined)
    if (far !== isFar) setFar(far)
  }
  const end = () => {
    if (isFar) onDrag(drag.current.dx > 0 ? 1 : -1)
    setFar(false)
  }
  return (
    <View
      id={id}
      className={`${className} ${isFar && follows ? 'drag-far' : ''}`}
      onTouchStart={begin}
      onTouchMove={move}
      onTouchEnd={end}
      onTouchCancel={() => setFar(false)}
    >
      {children}
    </View>
  )
}
