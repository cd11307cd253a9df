import './related/related.test.ts'
import './related/top.test.ts'
import './related/unanswered.test.ts'
