/** A thread's address, `/t/42/its-title`, of that of one of its posts. */
export const threadPathOf = (path: string): string => path.split('/').slice(0, 4).join('/')
