/** Shows who comes, wherever the page has a place for it. */
import { listen } from 'guildhall/client'

for (const place of document.querySelectorAll<HTMLElement>('[data-desk]')) {
  listen(`desk:guests:${place.dataset.desk}`, {
    state: data => {
      place.textContent = JSON.stringify(data)
    },
    lost: () => {
      place.textContent = 'closed'
    },
  })
}
