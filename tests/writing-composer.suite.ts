import './writing/completion.test.ts'
import './writing/composer.test.ts'
import './writing/drafts.test.ts'
