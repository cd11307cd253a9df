/** A clock that stands at the moment it was made: what a test counts within a window of time stays within one. */
export function still(): () => Date {
  const at = new Date()
  return () => at
}
