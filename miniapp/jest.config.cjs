// A file of its own, because babel looks for its configuration from the folder where the tests were started.
module.exports = {
  displayName: 'miniapp',
  testEnvironment: 'jsdom',
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/src/**/*.test.tsx'],
  moduleFileExtensions: ['h5.tsx', 'h5.ts', 'tsx', 'ts', 'js', 'json'],
  moduleNameMapper: {
    '\\.(scss|css)$': 'identity-obj-proxy',
    '\\.svg$': '<rootDir>/src/testing/picture.ts',
    '^@community-chat/shared/(.*)$': '<rootDir>/../shared/src/$1.ts',
  },
  transform: {
    '^.+\\.tsx?$': [
      'babel-jest',
      {
        configFile: require.resolve('./babel.config.js'),
      },
    ],
  },
  setupFiles: ['<rootDir>/src/testing/browser.ts'],
}
