module.exports = api => {
  if (api.env('test')) {
    return {
      presets: [
        ['@babel/preset-env', { targets: { node: 'current' } }],
        ['@babel/preset-react', { runtime: 'automatic' }],
        '@babel/preset-typescript',
      ],
    }
  }
  // Mini programs: iOS 12 and the Chromium of older Android hosts. For less, each async function becomes a state machine.
  const targets =
    process.env.TARO_ENV === 'h5'
      ? { chrome: '87', safari: '14', firefox: '90' }
      : { chrome: '69', ios: '12' }
  return {
    presets: [
      [
        'taro',
        {
          framework: 'react',
          ts: true,
          compiler: 'webpack5',
          useBuiltIns: false,
          hot: false,
          targets,
        },
      ],
    ],
  }
}
