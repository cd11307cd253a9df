/** Modules that the build makes of data (client/build-data.mjs). */

declare module 'words:*' {
  const words: Readonly<Record<string, string>>
  export default words
}

declare module 'emoji:*' {
  /** Lines of `character|name|other words`. */
  const lines: string
  export default lines
}
