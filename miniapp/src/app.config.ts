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

/** What WeChat must be told before someone may choose a place on its map. */
const places = {
  requiredPrivateInfos: ['chooseLocation'] as 'chooseLocation'[],
  permission: { 'scope.userLocation': { desc: '用来选择要发送的位置' } },
}

export default defineAppConfig({
  ...packagesOf(capabilities),
  window: window as object,
  // The window follows the system by the colours of theme.json; pages do by their classes.
  ...(process.env.TARO_ENV === 'weapp' ? { darkmode: true, themeLocation: 'theme.json', ...places } : {}),
  animation: false,
})
