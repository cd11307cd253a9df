import './writing/tags.test.ts'
import './writing/profiles.test.ts'
