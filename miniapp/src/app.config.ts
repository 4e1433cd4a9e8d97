import { capabilities } from './capabilities'
import { packagesOf } from './packages'

const window =
  process.env.TARO_ENV === 'alipay'
    ? { transparentTitle: 'always', titlePenetrate: 'YES', allowsBounceVertical: 'NO', defaultTitle: '' }
    : process.env.TARO_ENV === 'weapp'
      ? {
          navigationStyle: 'custom',
          navigationBarTextStyle: '@text',
          backgroundColor: '@background',
          backgroundTextStyle: '@dots',
        }
      : { navigationStyle: 'custom', navigationBarTextStyle: 'black', backgroundColor: '#f7f6f3' }

export default defineAppConfig({
  ...packagesOf(capabilities),
  window: window as object,
  // The window follows the system by the colours of theme.json; pages do by their classes.
  ...(process.env.TARO_ENV === 'weapp' ? { darkmode: true, themeLocation: 'theme.json' } : {}),
  animation: false,
})
