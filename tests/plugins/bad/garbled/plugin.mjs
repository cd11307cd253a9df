// Is no JavaScript.
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({ id: 'garbled',, })
