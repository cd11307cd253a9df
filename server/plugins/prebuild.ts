/** Bundles the plugins that we bring, when a build is made: no start waits for it. One that cannot be is told of at a start. */
import { BundleError, bundleIn, PREBUILT } from './bundle.ts'
import { describe, PluginProblem } from './describe.ts'
import { bundledPlugins } from './find.ts'

for (const plugin of await bundledPlugins()) {
  try {
    await describe(await bundleIn(PREBUILT, plugin))
  } catch (error) {
    if (!(error instanceof BundleError || error instanceof PluginProblem)) throw error
  }
}
