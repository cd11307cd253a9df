/**
 * What a plugin can extend, read out of the source and written into docs/PLUGINS.md between two marks: what it declares,
 * what its functions are given, every filter and every event. `npm run catalogue` writes it, `npm run check` compares it.
 */
import { writeFileSync } from 'node:fs'
import ts from 'typescript'
import { readSource, root, sourceFiles } from './sources.ts'

const DOCUMENT = 'docs/PLUGINS.md'
const [BEGIN, END] = ['<!-- catalogue: made by `npm run catalogue` -->', '<!-- end of the catalogue -->']
const FIRST_VERSION = '0.1.0'

type Entry = { readonly name: string; readonly type: string; readonly says: string; readonly since: string }

const parse = (path: string): ts.SourceFile => ts.createSourceFile(path, readSource(path), ts.ScriptTarget.Latest, true)

/** A declaration's own words: its documentation in one line, and since which version it is there. */
function saidOf(node: ts.Node): { says: string; since: string } {
  const blocks = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)
  const says = blocks.map(block => ts.getTextOfJSDocComment(block.comment) ?? '').join(' ')
  const tags = ts.getJSDocTags(node)
  const thrown = tags.filter(tag => ['throws', 'returns', 'param'].includes(tag.tagName.text))
  const since = tags.find(tag => tag.tagName.text === 'since')
  const more = thrown.map(tag => `@${tag.tagName.text} ${wordsOf(tag)}`)
  return {
    says: [says, ...more].join(' ').replace(/\s+/g, ' ').trim(),
    since: since ? wordsOf(since) : FIRST_VERSION,
  }
}

function wordsOf(tag: ts.JSDocTag): string {
  const words = ts.getTextOfJSDocComment(tag.comment) ?? ''
  return ts.isJSDocParameterTag(tag) ? `${tag.name.getText()} ${words}` : words
}

const printer = ts.createPrinter({ removeComments: true })

/** As it stands in the source, on one line and without what it says of itself within. */
const typeText = (node: ts.Node | undefined): string =>
  (node ? printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile()) : '')
    .replace(/\breadonly /g, '')
    .replace(/\s+/g, ' ')
    .replace(/;( \}|$)/g, '$1')
    .trim()

function entryOf(member: ts.TypeElement): Entry {
  const name = (member.name?.getText() ?? '').replace(/^'|'$/g, '')
  const type = ts.isPropertySignature(member)
    ? typeText(member.type)
    : typeText(member).slice((member.name?.getText() ?? '').length)
  const isOptional = member.questionToken !== undefined
  return { name: isOptional ? `${name}?` : name, type, ...saidOf(member) }
}

/** The members of a type of that name, also where it is put together of several. */
function membersOf(file: ts.SourceFile, name: string): Entry[] {
  const found: Entry[] = []
  const collect = (node: ts.Node) => {
    if (ts.isTypeLiteralNode(node)) found.push(...node.members.map(entryOf))
    else if (ts.isIntersectionTypeNode(node)) node.types.forEach(collect)
  }
  for (const statement of file.statements)
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name) collect(statement.type)
  if (found.length === 0) throw new Error(`${file.fileName} has no type ${name} with members`)
  return found
}

/** The members of an interface that features widen, wherever they do. */
function widened(name: string): Entry[] {
  const found: Entry[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node) && node.name.text === name) found.push(...node.members.map(entryOf))
    else ts.forEachChild(node, visit)
  }
  for (const path of sourceFiles('server')) if (readSource(path).includes(`interface ${name} `)) visit(parse(path))
  return found.sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Names that `guildhall/plugin` exports, values and types apart. */
function exported(file: ts.SourceFile): { values: string[]; types: string[] } {
  const names = { values: [] as string[], types: [] as string[] }
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause))
      continue
    for (const one of statement.exportClause.elements)
      names[statement.isTypeOnly || one.isTypeOnly ? 'types' : 'values'].push(one.name.text)
  }
  return { values: names.values.sort(), types: names.types.sort() }
}

const cell = (text: string): string => text.replaceAll('|', '\\|')
const code = (text: string): string => (text.includes('`') ? text : `\`${text}\``)

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.map(cell).join(' | ')} |`).join('\n')

const listOf = (what: string, entries: readonly Entry[]): string =>
  table(
    [what, 'is', 'means', 'since'],
    entries.map(({ name, type, says, since }) => [code(name), code(type), says, since]),
  )

/** The catalogue as it follows from the source. */
function catalogue(): string {
  const declaration = parse('server/plugins/declaration.ts')
  const context = parse('server/plugins/context.ts')
  const outside = parse('server/plugins/outside.ts')
  const { values, types } = exported(parse('server/plugins/api.ts'))
  const declared: readonly [title: string, type: string, file?: string][] = [
    ['A plugin', 'Plugin'],
    ['A setting', 'PluginSetting'],
    ['A kind of threads (`kinds`)', 'PluginKind'],
    ['A field of members (`memberFields`)', 'MemberField', 'server/core/member-fields.ts'],
    ['A notification (`notifications`)', 'PluginNotification'],
    ['A live channel (`channels`)', 'PluginChannel'],
    ['A viewer slot (`viewerSlots`)', 'ViewerSlot'],
    ['A verb of the command line (`verbs`)', 'PluginVerb'],
    ['What it keeps (`keeps`)', 'PluginKept'],
    ['What people find (`search`)', 'PluginSearch'],
    ['What is sought', 'Sought', 'server/core/finders.ts'],
    ['What was found', 'Find', 'server/core/finders.ts'],
    ['A job (`jobs`)', 'PluginJob'],
    ['The sample community (`demo`)', 'PluginDemo'],
    ['What views are given', 'ViewParts'],
  ]
  return [
    '### What is declared',
    ...declared.map(([title, type, file]) => {
      const members = membersOf(file === undefined ? declaration : parse(file), type)
      return `#### ${title}\n\n${listOf('part', members)}`
    }),
    '### What its functions are given\n\nThe first argument of every function, for as long as the call lasts.',
    listOf('`ctx.`', [...membersOf(context, 'ViewerCtx'), ...membersOf(context, 'PluginCtx')]),
    `#### What viewer slots are given of who looks\n\n${listOf('`ctx.`', membersOf(context, 'ViewerCtx'))}`,
    `#### What \`ctx.ask\` takes\n\n${listOf('part', membersOf(outside, 'AskOptions'))}`,
    `#### What it answers\n\n${listOf('part', membersOf(outside, 'OutsideAnswer'))}`,
    `#### What a verb is given\n\n${listOf('`line.`', membersOf(parse('server/core/verb-line.ts'), 'VerbLine'))}`,
    '### Filters\n\nCalled before the transaction, with what was typed; they may change or refuse it.',
    listOf('filter', widened('FilterPoints')),
    '### Events\n\nWhat `on` can listen to, in the order in which it happened.',
    listOf('event', widened('DomainEvents')),
    '### What may be imported\n\nFrom `guildhall/plugin`, and from nowhere else; in scripts for browsers `listen` of `guildhall/client`.',
    `Values: ${values.map(code).join(', ')}.`,
    `Types: ${types.map(code).join(', ')}.`,
  ].join('\n\n')
}

function parts(document: string): [before: string, within: string, after: string] {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`docs/PLUGINS.md lacks the marks ${BEGIN} and ${END}`)
  return [document.slice(0, from + BEGIN.length), document.slice(from + BEGIN.length, to), document.slice(to)]
}

/** What differs between the document and the source; nothing when it is up to date. */
export function catalogueFindings(): string[] {
  const [, within] = parts(readSource(DOCUMENT))
  const silent = [...widened('DomainEvents'), ...widened('FilterPoints')].filter(({ says }) => says === '')
  return [
    ...silent.map(({ name }) => `${name} does not say what it means: give it a comment`),
    ...(within.trim() === catalogue() ? [] : ['docs/PLUGINS.md is not what the source says: npm run catalogue']),
  ]
}

if (process.argv[1] === import.meta.filename) {
  const [before, , after] = parts(readSource(DOCUMENT))
  writeFileSync(`${root}${DOCUMENT}`, `${before}\n\n${catalogue()}\n\n${after}`)
}
