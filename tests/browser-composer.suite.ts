import './browser/composer.test.ts'
import './browser/composer-help.test.ts'
