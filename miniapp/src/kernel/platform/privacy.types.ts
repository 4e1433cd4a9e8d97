/** A question that the host wants to have asked. */
export interface PrivacyQuestion {
  /** `buttonId` is the host's own button that was tapped. */
  agree(buttonId: string): void
  /** What needed it fails; everything else goes on. */
  refuse(): void
}
