/** `npm run check`: each check says one line, and its findings beneath when it fails. Exit code 1 if any fails. */
import { spawn } from 'node:child_process'
import { arrows } from './arrows.ts'
import { catalogueFindings } from './catalogue.ts'
import { licences } from './licences.ts'
import { root } from './sources.ts'
import { trustedHtml } from './trusted-html.ts'
import { types } from './types.ts'

/** Answers one line per finding; none when all is well. */
export type Check = () => readonly string[] | Promise<readonly string[]>

const tool =
  (name: string, ...args: string[]): Check =>
  () =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [`${root}node_modules/${name}`, ...args], { cwd: root })
      let output = ''
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (output += text))
      child.on('error', reject)
      child.on('close', code => resolve(code === 0 ? [] : [output.trim() || `exit code ${code}`]))
    })

// The tools are processes of their own and run while this one compiles, so they are started first.
const CHECKS: Readonly<Record<string, Check>> = {
  'lint and format': tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--max-diagnostics=50'),
  'dead code': tool('knip/bin/knip.js', '--no-progress', '--config', 'tests/check/knip.json'),
  'import arrows': arrows,
  'places that take trusted HTML': trustedHtml,
  licences,
  'catalogue of plugins': catalogueFindings,
  'types and forgotten promises': types,
}

const running = Object.entries(CHECKS).map(([name, check]) => ({ name, findings: (async () => check())() }))
for (const { name, findings } of running) {
  const found = await findings
  console.log(`${found.length === 0 ? '✓' : '✗'} ${name}`)
  for (const line of found) console.log(`    ${line}`)
  if (found.length > 0) process.exitCode = 1
}
