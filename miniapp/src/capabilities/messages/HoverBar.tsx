import type { TalkAct } from '../../kernel/talk'
import { useWords } from '../../kernel/words'
import { Box, Tap } from '../../ui/elements'
import type { Place } from '../../ui/elements.types'
import { Icon } from '../../ui/Icon/Icon'
import { words } from './words'

interface Props {
  acts: readonly TalkAct[]
  onMore: (at: Place) => void
}

/** What a mouse finds over a message: the nearest acts, and the way to all. */
export function HoverBar({ acts, onMore }: Props) {
  const w = useWords(words)
  return (
    <Box className="hover">
      {acts.map(({ key, name, icon, run }) => (
        <Tap key={key} className="hover-act" label={name} onTapAt={run}>
          <Icon name={icon} size={20} />
        </Tap>
      ))}
      <Tap className="hover-act" label={w.more} onTapAt={onMore}>
        <Icon name="more" size={20} />
      </Tap>
    </Box>
  )
}
