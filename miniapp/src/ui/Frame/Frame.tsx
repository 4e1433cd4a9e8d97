import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { ToastHost } from '../Toast/Toast'

/** The root of a page, themed. */
export const Frame = ({ className, children }: { className: string; children: ReactNode }) => (
  <View className={className}>
    {children}
    <ToastHost />
  </View>
)
