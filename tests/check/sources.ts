/** The project's own source files and what each of them imports. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The project's folder, with a slash at the end. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

export type Import = {
  /** A path from the root (`server/core/db.ts`) for files of ours, else the package's name. */
  readonly target: string
  readonly typeOnly: boolean
  readonly line: number
}

/** Paths from the root, sorted, of the TypeScript files in the given top folders. */
export const sourceFiles = (...folders: string[]): string[] =>
  folders
    .filter(folder => existsSync(join(root, folder)))
    .flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => `${folder}/${name}`),
    )
    .filter(path => /\.tsx?$/.test(path) && !path.includes('node_modules'))
    .sort()

export const readSource = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Every `import … from`, `export … from` and `import()` of one file. */
export function importsOf(path: string, text = readSource(path)): Import[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
  const found: Import[] = []
  const add = (node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteral(specifier)) return
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
    found.push({ target: targetOf(path, specifier.text), typeOnly, line: line + 1 })
  }
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node)) {
      // With verbatimModuleSyntax `import { type X }` still loads the module: only `import type` does not.
      add(node, node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    } else if (ts.isExportDeclaration(node)) {
      add(node, node.moduleSpecifier, node.isTypeOnly)
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, node.argument.literal, true)
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], false)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

function targetOf(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return relative('.', join(dirname(from), specifier))
  const [scope = '', name] = specifier.split('/')
  return scope.startsWith('@') && name ? `${scope}/${name}` : scope
}
