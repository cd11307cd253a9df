/** Who may make and keep tags. Whom they are shown to is in queries.ts, as it depends on counts. */
declare module '../core/permissions.ts' {
  interface Permissions {
    /** Give a thread a tag that is not there yet. */
    'tag.create': null
    /** Describe, rename, merge and delete tags, of those in sight. */
    'tag.manage': null
  }
}

export {}
