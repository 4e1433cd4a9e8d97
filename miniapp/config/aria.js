const aria = require('./aria.json')

/** Taro's templates leave out the words for assistive technology: this adds them to the elements that we use. */
module.exports = context => {
  context.registerMethod({
    name: 'onSetupClose',
    fn: platform => {
      // H5 has no templates: there the elements are the browser's own.
      if (!platform.template) return
      platform.template.mergeComponents(context, aria)
      platform.runtimePath = [platform.runtimePath, require.resolve('./aria-runtime')].flat()
    },
  })
}
