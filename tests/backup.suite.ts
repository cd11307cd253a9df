import './backup/whole.test.ts'
import './backup/damage.test.ts'
