/**
 * markdown-it is published for old engines: each field of each token is set by a helper function, which took a fifth of all
 * cooking. In our bundle they are set as one writes it (docs/decisions/0052).
 */
import { readFile } from 'node:fs/promises'

const COMMENT = String.raw`(?:/\*\*[\s\S]*?\*/\s*)?`
const FIELD = new RegExp(String.raw`_defineProperty\(\s*this,\s*${COMMENT}"(\w+)",\s*([\s\S]*?)\s*\);\n`, 'g')

/** @type {import('esbuild').Plugin} */
export const plainFields = {
  name: 'plain-fields',
  setup(build) {
    build.onLoad({ filter: /[\\/]markdown-it\.mjs$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const contents = source.replaceAll(FIELD, (_, name, value) => `this.${name} = ${value};\n`)
      if (contents === source || /_defineProperty\(\s*this/.test(contents)) {
        throw new Error(`markdown-it sets its fields in another way than before: see ${import.meta.filename}`)
      }
      return { contents, loader: 'js' }
    })
  },
}
