/** Texts made to be slow or to grow, each of the given length, with a word of theirs that must still be readable. */

type Hostile = { readonly source: string; readonly words: string }

export function hostileTexts(length: number): Readonly<Record<string, Hostile>> {
  const fill = (piece: string, head = '', tail = ''): string =>
    head + piece.repeat(Math.floor((length - head.length - tail.length) / piece.length)) + tail
  const thenBack = (there: string, back: string): string =>
    there.repeat(Math.floor(length / 2 / there.length)) + back.repeat(Math.floor(length / 2 / back.length))
  const counted = (piece: (count: number) => string): string => {
    let text = ''
    for (let count = 0; text.length < length - 40; count++) text += piece(count)
    return text
  }
  const ends: Readonly<Record<string, string>> = {
    brackets: fill('['),
    'brackets and back': thenBack('[', ']'),
    'links within links': fill('[a]('),
    'pictures within pictures': fill('!['),
    'http://': fill('http://'),
    'addresses without a space': fill('https://a.example/'),
    'many addresses': fill('http://a.bc '),
    'www.': fill('www.'),
    'mail addresses': fill('a@b.example '),
    'one long address': fill('a', 'https://example.org/'),
    'quotes within quotes': fill('>'),
    'many quotes': fill('> a\n\n'),
    'lists within lists': fill('- '),
    'numbers within numbers': fill('1. '),
    'many items': fill('* a\n'),
    'stars and underscores': fill('*a_ '),
    'emphasis within emphasis': thenBack('*a ', ' b*'),
    'strength within strength': thenBack('**a ', 'b**'),
    'struck within struck': fill('~~a '),
    'spoilers within spoilers': thenBack('||a ', 'b||'),
    'many spoilers': fill('||a|| '),
    'growing runs of backticks': counted(count => `${'`'.repeat(count + 1)} `),
    'tags within tags': thenBack('<sub>', '</sub>'),
    'tags that cross': fill('<sub><sup></sub>'),
    'tags that do not end': fill('<kbd>'),
    'comments that do not end': fill('<!--\n'),
    'details within details': fill('<details>\n'),
    'details and back': thenBack('<details>\n', '</details>\n'),
    'folds within folds': fill(':::spoiler\n'),
    'references to one note': fill('[^1]', '[^1]: note\n\n'),
    'a note for each reference': counted(count => `[^${count}]\n\n[^${count}]: n\n\n`),
    'notes within notes': fill('[^1]: '),
    'a wide table': `${'|a'.repeat(length / 5)}|\n${'|-'.repeat(length / 5)}|\n`,
    'a long table': fill('|1|2|3|4|\n', '|a|b|c|d|\n|-|-|-|-|\n'),
    'a table of short rows': fill('|\n', `${'|a'.repeat(60)}|\n${'|-'.repeat(60)}|\n`),
    'many tables': fill('a|b\n-|-\n1|2\n\n'),
    'brackets in code': fill('({[', '```js\n', '\n```'),
    'tags in code': fill('<a b="c">', '```html\n', '\n```'),
    'many blocks of code': fill('```js\nlet a\n```\n'),
    'many tasks': fill('- [ ] a\n'),
    'many pictures': fill('![a](/uploads/bootkey/boot.jpg)\n'),
    'many cards': fill('/t/42/a/7\n'),
    'many attributions': fill('> [@mia](/t/4/a/3):\n> a\n\n'),
    'one mention again and again': fill('@mia '),
    'many names': counted(count => `@name${count} `),
    emoji: fill(':tada: '),
    colons: fill(':'),
    ampersands: fill('&'),
    backslashes: fill('\\'),
    'marks over one letter': fill('\u0301', 'a'),
    'definitions of links': counted(count => `[a${count}]: b\n`),
    'many lines': fill('a\n'),
    'many paragraphs': fill('a\n\n'),
    'many headings': fill('# a\n'),
  }
  return Object.fromEntries(
    Object.entries(ends).map(([name, text]) => [
      name,
      { source: `Readable words.\n\n${text}`, words: 'Readable words.' },
    ]),
  )
}
