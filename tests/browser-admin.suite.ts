import './browser/look.test.ts'
import './browser/order.test.ts'
