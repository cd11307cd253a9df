/** What holds a file's place in the text while it is on its way. Nobody types it, so it is found wherever it has moved to. */

export const placeOf = (number: number, words: string): string =>
  `![${words.replace(/[[\]\\\n]/g, '').slice(0, 80)}](uploading-${number})`

/** The text without such places: nothing of them is kept or posted. */
export const withoutPlaces = (text: string): string => text.replace(/!\[[^\]\n]*\]\(uploading-\d+\)\n?/g, '')
