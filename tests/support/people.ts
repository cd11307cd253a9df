export { actorOf, type Person, people } from '../../server/testing/people.ts'
