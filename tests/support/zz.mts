import { cluster } from '/work/main/tests/support/cluster.ts'
console.time('cluster'); console.log(await cluster()); console.timeEnd('cluster')
