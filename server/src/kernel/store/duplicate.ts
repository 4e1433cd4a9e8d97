/** Telling a unique index's refusal from other failures. */

/** Whether a write was refused because such a row exists; with `index`, because of that index. */
export function isDuplicate(error: unknown, index?: string): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  // A bulk's error carries no keyPattern: the index's name in the text is all there is.
  return code === 11000 && (index === undefined || String(message).includes(`index: ${index} `))
}
