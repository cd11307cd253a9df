import { crc32 } from 'node:zlib'
import t from 'tap'
import { carryOf, combine } from '../../server/site/checksum.ts'

t.test('the checksum of two texts end to end comes from theirs alone', async t => {
  for (const length of [1, 2, 3, 64, 255, 256, 4096, 65_535, 1_234_567]) {
    const first = Buffer.from(`Café ${length}`.repeat(length % 97))
    const second = Buffer.alloc(length, `東京 ${length} `)
    const whole = crc32(Buffer.concat([first, second]))
    t.equal(combine(first.length > 0 ? crc32(first) : 0, crc32(second), carryOf(length)), whole, `${length} bytes`)
  }
})
