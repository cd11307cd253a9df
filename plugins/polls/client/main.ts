/** What somebody has begun to choose stays, though the page reads itself again meanwhile. */
document.addEventListener('change', ({ target }) => {
  if (target instanceof Element) target.closest('.poll')?.setAttribute('data-held', '')
})
