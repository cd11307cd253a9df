import './webhooks/outbound.test.ts'
