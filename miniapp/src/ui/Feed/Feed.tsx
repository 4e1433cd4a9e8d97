import { ScrollView, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect, useImperativeHandle, useRef, useState } from 'react'
import { useFootHeight } from '../keyboard'
import type { FeedHandle, FeedProps } from './Feed.types'
import { mostRows } from './span'
import './Feed.scss'

const step = 24
/** Nearer to the end than this many px, the reader is at the end. */
const endSlack = 60
const lookEvery = 200

interface Rect {
  top: number
  bottom: number
}

/** The last row of a window with some rows on either side of this one; null where that is the newest. */
function endAround(rows: readonly { key: string }[], key: string): string | null {
  const index = rows.findIndex(row => row.key === key)
  return rows[index + step * 2 - 1]?.key ?? null
}

/**
 * The list of messages in a mini program: a window of rows that moves by steps. The host holds the place of the reader
 * when rows come and go above; where it cannot, the row that the window moved past is shown again.
 */
export function Feed<R extends { key: string }>(props: FeedProps<R>) {
  const { handle, rows, render, label, head, foot, startAt, open, onTop, onBottom, onSeen } = props
  // The last row of the window; null follows the newest.
  const [endKey, setEndKey] = useState<string | null>(() => (startAt ? endAround(rows, startAt) : null))
  const [into, setInto] = useState(startAt ? `row-${startAt}` : 'feed-end')
  const at = endKey === null ? -1 : rows.findIndex(row => row.key === endKey)
  const last = at < 0 ? rows.length : at + 1
  const first = Math.max(0, last - mostRows)

  const now = useRef({ first, last, rows, open, onSeen })
  now.current = { first, last, rows, open, onSeen }
  const atEnd = useRef(!startAt)
  const looking = useRef<ReturnType<typeof setTimeout>>()

  // The same place asked for twice is only news with another in between.
  const goTo = (id: string) => {
    setInto('')
    Taro.nextTick(() => setInto(id))
  }

  const look = () => {
    looking.current = undefined
    const { first, last } = now.current
    Taro.createSelectorQuery()
      .select('.feed')
      .boundingClientRect()
      .selectAll('.feed-row')
      .boundingClientRect()
      .select('#feed-end')
      .boundingClientRect()
      .exec(([box, found, end]: [Rect | null, Rect[] | null, Rect | null]) => {
        const moved = now.current.first !== first || now.current.last !== last
        if (!box || !found || !end || moved || found.length !== last - first) return
        const seen = found.flatMap(({ top, bottom }, n) =>
          bottom >= box.top && top <= box.bottom ? [first + n] : [],
        )
        tell(seen, end.top - box.bottom < endSlack)
      })
  }
  const tell = (seen: number[], isLow: boolean) => {
    const { rows, last, open, onSeen } = now.current
    atEnd.current = isLow && last === rows.length && !open
    // Whoever reads further up keeps these rows, whatever arrives below.
    setEndKey(old => (atEnd.current ? null : (old ?? rows[last - 1]?.key ?? null)))
    if (seen.length > 0) onSeen({ first: seen[0]!, last: seen[seen.length - 1]!, atEnd: atEnd.current })
  }
  const lookSoon = () => {
    looking.current ??= setTimeout(look, lookEvery)
  }

  const newest = rows[rows.length - 1]?.key
  useEffect(() => {
    if (atEnd.current && !open) goTo('feed-end')
  }, [newest, open])
  const footHeight = useFootHeight()
  useEffect(() => {
    if (atEnd.current && !open) goTo('feed-end')
  }, [footHeight])
  useEffect(lookSoon, [rows, first, last])
  useEffect(() => () => clearTimeout(looking.current), [])

  useImperativeHandle(handle, (): FeedHandle => ({
    toEnd: () => {
      atEnd.current = true
      setEndKey(null)
      goTo('feed-end')
    },
    toRow: key => {
      const index = rows.findIndex(row => row.key === key)
      if (index < 0) return false
      atEnd.current = false
      setEndKey(endAround(rows, key))
      goTo(`row-${key}`)
      return true
    },
  }))

  const up = () => {
    if (first === 0) return onTop?.()
    if (process.env.TARO_ENV === 'alipay') goTo(`row-${rows[first]?.key}`)
    setEndKey(rows[Math.max(mostRows, last - step) - 1]?.key ?? null)
  }
  const down = () => {
    if (last === rows.length) return onBottom?.()
    if (process.env.TARO_ENV === 'alipay') goTo(`row-${rows[last - 1]?.key}`)
    setEndKey(rows[last + step - 1]?.key ?? null)
  }

  return (
    <ScrollView
      className="feed"
      scrollY
      enhanced
      scrollAnchoring
      upperThreshold={400}
      lowerThreshold={endSlack}
      scrollIntoView={into}
      {...{ ariaRole: 'log', ariaLabel: label }}
      onScroll={lookSoon}
      onScrollToUpper={up}
      onScrollToLower={down}
    >
      <View className="feed-inner">
        {head}
        {rows.slice(first, last).map(row => (
          <View key={row.key} id={`row-${row.key}`} className="feed-row">
            {render(row)}
          </View>
        ))}
        {foot}
        <View id="feed-end" className="feed-end" />
      </View>
    </ScrollView>
  )
}
