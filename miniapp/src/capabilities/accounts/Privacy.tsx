import { openPrivacyContract, privacyQuestion } from '../../kernel/platform/privacy'
import { useStore } from '../../kernel/store'
import { useWords } from '../../kernel/words'
import { PrivacyAsk } from '../../ui/PrivacyAsk/PrivacyAsk'
import { words } from './words'

/** Asks for consent where the host wants that asked; without it only what needed it does not work. */
export function Privacy() {
  const w = useWords(words)
  const question = useStore(privacyQuestion)
  if (!question) return null
  return (
    <PrivacyAsk
      title={w.privacyTitle}
      text={w.privacyText}
      contract={w.privacyContract}
      agree={w.privacyAgree}
      refuse={w.privacyRefuse}
      onContract={openPrivacyContract}
      onAgree={question.agree}
      onRefuse={question.refuse}
    />
  )
}
