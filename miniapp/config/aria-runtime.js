// The runtime numbers the attributes of each element as the templates do, so both must know the same ones.
import { mergeInternalComponents } from '@tarojs/shared'
import aria from './aria.json'

mergeInternalComponents(aria)
