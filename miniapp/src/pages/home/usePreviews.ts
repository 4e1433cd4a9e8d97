import { useChainPreview } from '../../capabilities/chains/useChainPart'
import { useRecordPreview } from '../../capabilities/forwarding/useForwardPart'
import { usePlaceKind } from '../../capabilities/messages/usePlacePart'
import { usePollPreview } from '../../capabilities/polls/usePollPart'
import { useStable } from '../../kernel/stable'
import type { TalkPart } from '../../kernel/talk'
import { useCardPreview } from './useCardPart'

/** One line of words for each kind of message that is more than text, by the capabilities that make them. */
export function usePreviews(): readonly Pick<TalkPart, 'preview'>[] {
  return useStable<Pick<TalkPart, 'preview'>>([
    usePlaceKind(),
    useCardPreview(),
    useRecordPreview(),
    usePollPreview(),
    useChainPreview(),
  ])
}
