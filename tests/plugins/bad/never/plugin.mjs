// Is loaded for ever.
await new Promise(() => {})

export default { id: 'never' }
