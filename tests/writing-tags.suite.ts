import './writing/tag-names.test.ts'
import './writing/tags.test.ts'
import './writing/tag-keeping.test.ts'
import './writing/profiles.test.ts'
