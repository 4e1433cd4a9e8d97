import type { Snippet } from '@community-chat/shared/capabilities/search/find'
import { Text } from '../../ui/elements'

/** A part of a text with the words that were looked for made to stand out. */
export const Marked = ({ text, ranges }: Snippet) => (
  <>
    {ranges.map(({ at, length }, i) => {
      const before = ranges[i - 1]
      return (
        <Text key={at}>
          {text.slice(before ? before.at + before.length : 0, at)}
          <Text className="search-mark">{text.slice(at, at + length)}</Text>
        </Text>
      )
    })}
    {text.slice(ranges.length > 0 ? ranges.at(-1)!.at + ranges.at(-1)!.length : 0)}
  </>
)
