/** The same for texts that differ only in case or width, so that one finds the other. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase()
