import { expect, test } from '@jest/globals'
import { firstLink } from './contract'

test.each([
  ['see https://a.example/b?c=d#e now', 'https://a.example/b?c=d#e'],
  ['(http://a.example/x).', 'http://a.example/x'],
  ['看https://a.example/中文，好', 'https://a.example/中文'],
  ['HTTPS://A.example', 'HTTPS://A.example'],
  ['http://one.example http://two.example', 'http://one.example'],
  ['ftp://a.example javascript:alert(1) //a.example', null],
  ['http://user@a.example', null],
  ['http:///x', null],
  ['nothing', null],
  [`http://a.example/${'x'.repeat(3000)}`, null],
])('the first link of %j is %j', (text, found) => expect(firstLink(text)).toBe(found))
