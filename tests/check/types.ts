/**
 * The compiler's errors, and promises that nobody awaits: a lost one hides its error and outlives its transaction.
 * Both read the same program. The linter's own rule for promises sees no library's types; the one that does costs more than
 * the whole of this.
 */
import { relative } from 'node:path'
import ts from 'typescript'
import type { Check } from './run.ts'
import { root } from './sources.ts'

export const types: Check = () => {
  const program = readProgram()
  const host = { getCanonicalFileName: (name: string) => name, getCurrentDirectory: () => root, getNewLine: () => '\n' }
  const errors = ts.getPreEmitDiagnostics(program).map(one => ts.formatDiagnostic(one, host).trimEnd())
  return [...errors, ...program.getSourceFiles().flatMap(file => floatingPromises(program, file))]
}

function readProgram(): ts.Program {
  const file = `${root}tsconfig.json`
  const { config } = ts.readConfigFile(file, ts.sys.readFile)
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  return ts.createProgram(fileNames, options)
}

/** Tests are left out: `t.test()` answers a promise that tap itself waits for. */
function floatingPromises(program: ts.Program, file: ts.SourceFile): string[] {
  const path = relative(root, file.fileName)
  if (path.startsWith('..') || path.includes('node_modules') || /(^|\/)tests\//.test(path)) return []
  const checker = program.getTypeChecker()
  const found: string[] = []
  const visit = (node: ts.Node) => {
    if (ts.isExpressionStatement(node) && floats(checker, node.expression)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
      found.push(`${path}:${line + 1}: a promise is neither awaited, returned, caught nor marked with void`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

function floats(checker: ts.TypeChecker, expression: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(expression)) return floats(checker, expression.expression)
  if (ts.isBinaryExpression(expression) && isAssignment(expression.operatorToken.kind)) return false
  if (ts.isCallExpression(expression) && ts.isPropertyAccessExpression(expression.expression)) {
    const { name, expression: before } = expression.expression
    if (name.text === 'catch' && expression.arguments.length > 0) return false
    if (name.text === 'then' && expression.arguments.length > 1) return false
    if (name.text === 'finally') return floats(checker, before)
  }
  const type = checker.getTypeAtLocation(expression)
  return (type.isUnion() ? type.types : [type]).some(isPromise)
}

const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment

/** Queries count, being promises in all but name; Fastify's chainable instance, which only has `then`, does not. */
const isPromise = (type: ts.Type) => ['then', 'catch', 'finally'].every(name => type.getProperty(name))
