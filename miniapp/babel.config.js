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
  const modern = process.env.TARO_ENV === 'h5'
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
          ...(modern ? { targets: { chrome: '87', safari: '14', firefox: '90' } } : {}),
        },
      ],
    ],
  }
}
