import { defineConfig, type UserConfigExport } from '@tarojs/cli'
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { Shell } from './shell'

// The loaders compare real paths: a workspace symlink would leave shared's TypeScript uncompiled.
const shared = realpathSync(path.resolve(__dirname, '../../shared'))
const include = [path.join(shared, 'src')]

// Bars, rows, bubbles and type keep their px on every target (DESIGN.md 8), so nothing is scaled.
const postcss = { pxtransform: { enable: false, config: {} }, autoprefixer: { enable: true, config: {} } }

// The web components are not used on H5 (ui/elements.h5.tsx), so their styles are left out too.
const unused = [
  '@tarojs/components/global.css',
  '@tarojs/components/dist/taro-components/taro-components.css',
]

const settings: UserConfigExport<'webpack5'> = {
  projectName: 'community-chat',
  date: '2026-1-1',
  designWidth: 375,
  deviceRatio: { 375: 2, 640: 1.17, 750: 1, 828: 0.905 },
  sourceRoot: 'src',
  outputRoot: `dist/${process.env.TARO_ENV}`,
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  env: {
    SUPPORT_TARO_POLYFILL: '"disabled"',
    // Where mini programs find the server; a page finds it where it came from.
    TARO_APP_SERVER: JSON.stringify(process.env.TARO_APP_SERVER ?? 'http://localhost:8080'),
  },
  plugins: [
    '@tarojs/plugin-framework-react',
    '@tarojs/plugin-platform-weapp',
    '@tarojs/plugin-platform-alipay',
    '@tarojs/plugin-platform-h5',
    path.resolve(__dirname, 'aria.js'),
  ],
  copy: {
    patterns:
      process.env.TARO_ENV === 'h5' ? [{ from: 'src/static/', to: `dist/${process.env.TARO_ENV}/` }] : [],
    options: {},
  },
  mini: {
    compile: { include },
    optimizeMainPackage: { enable: true },
    postcss,
  },
  h5: {
    publicPath: './',
    staticDirectory: 'assets',
    router: { mode: 'hash' },
    compile: { include },
    postcss: { ...postcss, htmltransform: { enable: false, config: { removeCursorStyle: false } } },
    enableSourceMap: false,
    webpackChain: chain => {
      for (const css of unused)
        chain.resolve.alias.set(css, path.resolve(__dirname, '../src/styles/none.css'))
      chain.plugin('shell').use(Shell)
    },
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
  },
}

export default defineConfig<'webpack5'>(settings)
