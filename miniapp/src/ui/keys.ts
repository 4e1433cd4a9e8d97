/** Keys that work anywhere on the page: there are none in a mini program. */
export interface Keys {
  onSearch?: () => void
  onNext?: (step: 1 | -1) => void
  onEscape?: () => void
  onHelp?: () => void
}

export function useKeys(_keys: Keys): void {}

export const focusOn = (_id: string): void => undefined

export const moveFocus = (_step: number): boolean => false
