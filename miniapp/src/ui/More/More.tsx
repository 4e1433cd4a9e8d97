import { Tap } from '../elements'
import './More.scss'

/** The last line of a list that has more. */
export const More = ({ word, onTap }: { word: string; onTap: () => void }) => (
  <Tap className="more-row" onTap={onTap}>
    {word}
  </Tap>
)
