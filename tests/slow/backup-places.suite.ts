import '../backup/bucket.test.ts'
import '../backup/nightly.test.ts'
import '../backup/commands.test.ts'
