import { ScrollView, View } from '@tarojs/components'
import { useImperativeHandle, useState } from 'react'
import type { FeedHandle, FeedProps } from './Feed.types'
import { mostRows } from './span'
import './Feed.scss'

const step = 24

/** The list of messages in a mini program: a window of rows that moves by steps, held by the row it moved past. */
export function Feed<R extends { key: string }>(props: FeedProps<R>) {
  const { handle, rows, render, label, head, foot, startAt, onTop, onBottom, onSeen } = props
  const [end, setEnd] = useState<number | null>(null)
  const [into, setInto] = useState(startAt ? `row-${startAt}` : 'feed-end')
  const last = end === null ? rows.length : Math.min(end, rows.length)
  const first = Math.max(0, last - mostRows)

  useImperativeHandle(handle, (): FeedHandle => ({
    toEnd: () => {
      setEnd(null)
      setInto('')
      setTimeout(() => setInto('feed-end'), 30)
    },
    toRow: key => {
      const index = rows.findIndex(row => row.key === key)
      if (index < 0) return false
      setEnd(Math.min(rows.length, index + step * 2))
      setInto(`row-${key}`)
      return true
    },
  }))

  const up = () => {
    if (first === 0) return onTop?.()
    setInto(`row-${rows[first]?.key}`)
    setEnd(Math.max(mostRows, last - step))
  }
  const down = () => {
    if (last < rows.length) return setEnd(last + step >= rows.length ? null : last + step)
    onSeen({ first, last: rows.length - 1, atEnd: true })
    onBottom?.()
  }

  return (
    <ScrollView
      className="feed"
      scrollY
      enhanced
      upperThreshold={400}
      lowerThreshold={60}
      scrollIntoView={into}
      {...{ ariaRole: 'log', ariaLabel: label }}
      onScrollToUpper={up}
      onScrollToLower={down}
    >
      {head}
      {rows.slice(first, last).map(row => (
        <View key={row.key} id={`row-${row.key}`} className="feed-row">
          {render(row)}
        </View>
      ))}
      {foot}
      <View id="feed-end" />
    </ScrollView>
  )
}
