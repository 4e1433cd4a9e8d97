import { View } from '@tarojs/components'
import { useState, type CSSProperties, type ReactNode } from 'react'
import { useKeyboard } from '../keyboard'
import { barRoom } from '../screen'
import { ToastHost } from '../Toast/Toast'

/** The root of a page: themed, told what the host draws over it, and as high as what the keyboard leaves. */
export function Frame({ className, children }: { className: string; children: ReactNode }) {
  const keyboard = useKeyboard()
  const [room] = useState(barRoom)
  const style = {
    '--bar-top': `${room.top}px`,
    '--bar-height': `${room.height}px`,
    '--bar-end': `${room.end}px`,
    ...(keyboard > 0 ? { height: `calc(100vh - ${keyboard}px)` } : {}),
  } as CSSProperties
  return (
    <View className={`${className} ${keyboard > 0 ? 'frame-raised' : ''}`} style={style}>
      {children}
      <ToastHost />
    </View>
  )
}
