import './browser/composer.test.ts'
