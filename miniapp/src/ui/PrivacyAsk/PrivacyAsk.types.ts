export interface PrivacyAskProps {
  title: string
  text: string
  /** The words of the link to what the host keeps about our use of personal data. */
  contract: string
  agree: string
  refuse: string
  onContract: () => void
  /** Told with the id of the button that was tapped. */
  onAgree: (buttonId: string) => void
  onRefuse: () => void
}
