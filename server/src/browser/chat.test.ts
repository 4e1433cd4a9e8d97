import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import {
  anAccount,
  bubble,
  chat,
  choose,
  enter,
  field,
  hold,
  log,
  openRoom,
  say,
  signIn,
  signUp,
  toChats,
  until,
} from './acts'
import { desktop, keeping, openBrowser, phone, visit, type Visitor } from './people'
import { startServer, type Running } from './running'
import { isOnTop, sightOf } from './sight'

const alice = anAccount('Alice')
const bob = anAccount('Bob <b>the builder</b>')
let server: Running
let browser: Browser
let visitors: Visitor[] = []
/** Alice holds a phone, Bob sits at a desk. */
let hers: Page
let his: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  visitors = [
    await visit(browser, server.url, { ...phone, ...keeping }),
    await visit(browser, server.url, { ...desktop, ...keeping }),
  ]
  hers = visitors[0]!.page
  his = visitors[1]!.page
}, 60_000)

afterEach(() => expect(visitors.flatMap(visitor => visitor.errors)).toEqual([]))

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test('two strangers sign up by the form and find the lobby in their chats', async () => {
  await Promise.all([signUp(hers, alice), signUp(his, bob)])
  await Promise.all([openRoom(hers, 'Lobby'), openRoom(his, 'Lobby')])
  expect(await log(hers).getAttribute('aria-label')).toBe('Messages in Lobby')
})

test('what one says the other reads at once, each on their own side', async () => {
  await say(hers, 'Good morning, Bob')
  await bubble(his, 'Good morning, Bob').waitFor()
  await say(his, 'Good morning, Alice')
  await bubble(hers, 'Good morning, Alice').waitFor()
  for (const [page, own, other] of [
    [hers, 'Good morning, Bob', 'Good morning, Alice'],
    [his, 'Good morning, Alice', 'Good morning, Bob'],
  ] as const) {
    const all = await sightOf(log(page))
    const middle = (all.left + all.right) / 2
    const mine = await sightOf(bubble(page, own))
    const theirs = await sightOf(bubble(page, other))
    expect(all.right - mine.right).toBeLessThan(mine.left - all.left)
    expect(theirs.left - all.left).toBeLessThan(all.right - theirs.right)
    expect(mine.right).toBeGreaterThan(middle)
    expect(theirs.left).toBeLessThan(middle)
  }
  expect(await bubble(his, 'Good morning, Bob').getAttribute('aria-label')).toMatch(
    /^Alice, \d+:\d\d, Good morning, Bob$/,
  )
})

test('the newest message stands in sight above the composer', async () => {
  for (let n = 1; n <= 14; n++) await say(n % 2 ? hers : his, `line ${n} of a room that fills its screen`)
  for (const page of [hers, his]) {
    const last = bubble(page, 'line 14 of')
    await last.waitFor()
    await until('the end in sight', () => isOnTop(last), Boolean)
    const writing = await sightOf(field(page))
    expect((await sightOf(last)).bottom).toBeLessThanOrEqual(writing.top)
    expect(await isOnTop(field(page))).toBe(true)
  }
})

test('Enter sends, Shift and Enter breaks the line', async () => {
  await field(his).fill('')
  await his.keyboard.type('first line')
  await his.keyboard.press('Shift+Enter')
  await his.keyboard.type('second line')
  expect(await field(his).inputValue()).toBe('first line\nsecond line')
  await his.keyboard.press('Enter')
  expect(await field(his).inputValue()).toBe('')
  const broken = bubble(hers, 'second line')
  await broken.waitFor()
  const { top, bottom } = await sightOf(broken)
  expect(bottom - top).toBeGreaterThan(48)
  await his.keyboard.press('Enter')
  await his.keyboard.type('   ')
  await his.keyboard.press('Enter')
  await field(his).fill('')
  await say(his, 'after nothing')
  await bubble(hers, 'after nothing').waitFor()
  expect((await log(hers).getByRole('article').allTextContents()).filter(text => !text.trim())).toEqual([])
})

test('an Enter that chooses a word of an input method sends nothing', async () => {
  const devtools = await his.context().newCDPSession(his)
  await field(his).focus()
  const composing = { selectionStart: 5, selectionEnd: 5 }
  await devtools.send('Input.imeSetComposition', { text: 'nihao', ...composing })
  expect(await field(his).inputValue()).toBe('nihao')
  // It listens before the key is pressed: an evaluation that is only under way would miss it.
  await his.evaluate(() => {
    const listen = (event: KeyboardEvent) =>
      Object.assign(window, { composingEnter: event.key === 'Enter' && event.isComposing })
    window.addEventListener('keydown', listen, { once: true })
  })
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 }
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter })
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter })
  expect(await his.evaluate(() => Reflect.get(window, 'composingEnter'))).toBe(true)
  expect(await field(his).inputValue()).toBe('nihao')
  await devtools.send('Input.insertText', { text: '你好，composed' })
  // Safari ends the composition first and says 229 of the key that did it.
  await field(his).evaluate(element => {
    const event = { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }
    element.dispatchEvent(new KeyboardEvent('keydown', event))
  })
  expect(await field(his).inputValue()).toBe('你好，composed')
  await his.keyboard.press('Enter')
  await bubble(hers, '你好，composed').waitFor()
  expect(await bubble(hers, 'nihao').count()).toBe(0)
})

test('an address becomes a link of http or https only, that cannot reach back', async () => {
  await say(
    hers,
    'read https://example.com/a?b=1#c and HTTP://example.org, not javascript:alert(1) or data:text/html,x',
  )
  const links = bubble(his, 'read https').getByRole('link')
  await links.first().waitFor()
  const seen = await links.evaluateAll(links =>
    links.map(link => [
      link.tagName,
      (link as HTMLAnchorElement).protocol,
      link.textContent,
      link.getAttribute('target'),
      link.getAttribute('rel'),
    ]),
  )
  expect(seen).toEqual([
    ['A', 'https:', 'https://example.com/a?b=1#c', '_blank', expect.stringMatching(/\bnoopener\b/)],
    ['A', 'http:', 'HTTP://example.org', '_blank', expect.stringMatching(/\bnoopener\b/)],
  ])
})

test('markup in a message or a name stays text', async () => {
  const markup = `<img src=x onerror="window.broken=1"><script>window.broken=1</script><b>bold</b> &amp;`
  await say(his, markup)
  const said = bubble(hers, 'window.broken')
  await said.waitFor()
  expect(await said.textContent()).toBe(markup)
  expect(await said.locator('img, script, b').count()).toBe(0)
  expect(await hers.evaluate('window.broken')).toBeUndefined()
  expect(await said.getAttribute('aria-label')).toContain(`${bob.name}, `)
  expect(await log(hers).getByText(bob.name, { exact: true }).count()).toBeGreaterThan(0)
})

test("a person's page leads to a room of only the two", async () => {
  await log(his).getByRole('button', { name: 'Profile of Alice' }).last().click()
  await his.getByRole('heading', { name: 'Alice' }).waitFor()
  await his.getByRole('button', { name: 'Message', exact: true }).click()
  await his.getByText('Say the first word').waitFor()
  await say(his, 'only for you')
  await toChats(hers)
  await chat(hers, bob.name).click()
  await bubble(hers, 'only for you').waitFor()
  await say(hers, 'and only for you')
  await bubble(his, 'and only for you').waitFor()
})

test('a new private room appears for those who were chosen, and for nobody else', async () => {
  await toChats(hers)
  await hers.getByRole('button', { name: 'New', exact: true }).click()
  await hers.getByRole('menuitem', { name: 'New room' }).click()
  await hers.getByRole('textbox', { name: 'Name of the room' }).fill('Book club')
  expect(await hers.getByRole('radio', { name: /Private group/ }).isChecked()).toBe(true)
  await hers.getByRole('button', { name: /^People/ }).click()
  await hers.getByRole('searchbox', { name: 'Name or username' }).fill('bob')
  await hers.getByRole('checkbox', { name: bob.name }).click()
  expect(await hers.getByRole('checkbox', { name: bob.name }).isChecked()).toBe(true)
  await hers.getByRole('button', { name: 'Done' }).click()
  await hers.getByRole('button', { name: 'Create room' }).click()
  await field(hers).waitFor()
  await chat(his, 'Book club').click()
  await log(his).getByText('Alice created the room').waitFor()
  await say(his, 'what do we read?')
  await bubble(hers, 'what do we read?').waitFor()

  const carol = await visit(browser, server.url, desktop)
  visitors.push(carol)
  await signUp(carol.page, anAccount('Carol'))
  expect(await chat(carol.page, 'Book club').count()).toBe(0)
  await carol.page.getByRole('tab', { name: 'Discover' }).click()
  await carol.page.getByRole('button', { name: 'Open Lobby' }).waitFor()
  expect(await carol.page.getByText('Book club').count()).toBe(0)
  await carol.page.context().close()
})

test('an edit and a deletion show on the other side', async () => {
  await say(his, 'a mistaek')
  await bubble(hers, 'a mistaek').waitFor()
  await field(his).press('ArrowUp')
  expect(await field(his).inputValue()).toBe('a mistaek')
  await say(his, 'a mistake')
  await bubble(hers, 'a mistake').getByText('edited').waitFor()
  expect(await bubble(hers, 'a mistaek').count()).toBe(0)

  await say(his, 'to be taken down')
  await bubble(hers, 'to be taken down').waitFor()
  await hold(hers, bubble(hers, 'to be taken down'))
  await choose(hers, 'Delete for everyone')
  await hers.getByRole('dialog').getByRole('button', { name: 'Delete for everyone' }).click()
  await log(his).getByText('A moderator, Alice, removed a message').waitFor()
  expect(await bubble(his, 'to be taken down').count()).toBe(0)

  await bubble(his, 'what do we read?').click({ button: 'right' })
  await his.getByRole('menuitem').first().waitFor()
  const acts = await his.getByRole('menuitem').allTextContents()
  expect(acts).toEqual(expect.arrayContaining(['Reply', 'Copy', 'Edit', 'Recall']))
  expect(acts).not.toContain('Delete for everyone')
  await his.keyboard.press('Escape')
  expect(await his.getByRole('menuitem').count()).toBe(0)
})

test('a reaction from the menu shows on the other side, and a tap on it joins in or takes it back', async () => {
  await say(his, 'who likes it?')
  await hold(hers, bubble(hers, 'who likes it?'))
  const choice = hers.getByRole('menuitemcheckbox', { name: 'React with 🎉' })
  expect(await isOnTop(choice)).toBe(true)
  await choice.click()
  const chip = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true })
  await chip(hers, '🎉, 1 person, you too').waitFor()
  await chip(his, '🎉, 1 person').click()
  for (const page of [hers, his]) await chip(page, '🎉, 2 people, you too').waitFor()
  await chip(hers, '🎉, 2 people, you too').click()
  await chip(hers, '🎉, 1 person').waitFor()
  await chip(his, '🎉, 1 person, you too').click()
  for (const page of [hers, his]) await chip(page, '🎉, 1 person, you too').waitFor({ state: 'detached' })
})

test('unread messages are counted in the list and the title of the tab until they are read', async () => {
  await openRoom(his, 'Book club')
  await toChats(hers)
  await until(
    'all read',
    () => hers.title(),
    title => title === 'Community Chat',
  )
  await say(his, 'one')
  await say(his, 'two')
  await until(
    'two in the title',
    () => hers.title(),
    title => title === '(2) Community Chat',
  )
  const row = chat(hers, 'Book club')
  expect(await row.getAttribute('aria-label')).toMatch(/^Book club, 2 unread, \d+:\d\d, .*two$/)
  expect(await row.getByText('2', { exact: true }).isVisible()).toBe(true)
  expect(await hers.getByRole('tab', { name: 'Chats, 2 unread' }).isVisible()).toBe(true)
  await row.click()
  await bubble(hers, 'two').waitFor()
  await until(
    'none in the title',
    () => hers.title(),
    title => title === 'Community Chat',
  )
  await toChats(hers)
  expect(await row.getAttribute('aria-label')).not.toContain('unread')
})

test('a reload keeps the session and the room', async () => {
  await openRoom(hers, 'Book club')
  await Promise.all([hers.reload(), his.reload()])
  for (const page of [hers, his]) {
    await bubble(page, 'two').waitFor()
    expect(await log(page).getAttribute('aria-label')).toBe('Messages in Book club')
  }
  await say(hers, 'still here')
  await bubble(his, 'still here').waitFor()
})

test('the language changes without a new start', async () => {
  await his.evaluate('window.sameStart = true')
  await his.getByRole('tab', { name: 'Me' }).click()
  await his.getByRole('button', { name: /^Language/ }).click()
  await his.getByRole('dialog').getByRole('radio', { name: '简体中文' }).click()
  await his.getByRole('tab', { name: '消息' }).waitFor()
  await his.getByRole('textbox', { name: '发消息' }).waitFor()
  expect(await his.evaluate('document.documentElement.lang')).toBe('zh-CN')
  await his.getByRole('button', { name: /^语言/ }).click()
  await his.getByRole('dialog').getByRole('radio', { name: 'English' }).click()
  await field(his).waitFor()
  expect(await his.evaluate('[document.documentElement.lang, window.sameStart]')).toEqual(['en', true])
})

test('dark follows the system, and can be chosen', async () => {
  const shade = () =>
    his.evaluate<number>(`(() => {
      const field = document.querySelector('[role=log]').parentElement
      const paint = getComputedStyle(field.closest('[class]')).getPropertyValue('--canvas').trim()
      return parseInt(paint.slice(1, 3), 16)
    })()`)
  expect(await shade()).toBeGreaterThan(200)
  await his.emulateMedia({ colorScheme: 'dark' })
  await until('darkness', shade, value => value < 60)
  await his.getByRole('button', { name: /^Appearance/ }).click()
  await his.getByRole('dialog').getByRole('radio', { name: 'Light' }).click()
  await until('light', shade, value => value > 200)
  await his.reload()
  await log(his).waitFor()
  expect(await shade()).toBeGreaterThan(200)
  await his.getByRole('button', { name: /^Appearance/ }).click()
  await his.getByRole('dialog').getByRole('radio', { name: 'System' }).click()
  await until('darkness', shade, value => value < 60)
})

test('signing out closes this device, and only the right password opens it again', async () => {
  await his.getByRole('button', { name: 'Sign out', exact: true }).click()
  await his.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await his.getByRole('button', { name: 'I have an account' }).waitFor()
  expect(await log(his).count()).toBe(0)
  await his.reload()
  await signIn(his, { ...bob, password: 'not the password' })
  await his.getByText("That name or password isn't right. Try again.").waitFor()
  await signIn(his, { ...alice, username: 'nobody-at-all' })
  await his.getByText("That name or password isn't right. Try again.").waitFor()
  await enter(his, bob)
  await openRoom(his, 'Book club')
  await bubble(his, 'still here').waitFor()
  // Alice was not signed out by it.
  await say(hers, 'welcome back')
  await bubble(his, 'welcome back').waitFor()
})
