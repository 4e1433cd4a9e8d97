import { View } from '@tarojs/components'
import type { LayerProps } from './Layer.types'
import './Layer.scss'

/** Something above the page; a tap beside it closes it. */
export const Layer = ({ role, label, scrim, className = '', onClose, children }: LayerProps) => (
  <View className="layer" catchMove>
    <View className={`layer-back ${scrim ? 'layer-scrim' : ''}`} onClick={onClose} />
    <View className={`layer-box ${className}`} ariaRole={role} ariaLabel={label}>
      {children}
    </View>
  </View>
)
