/** A small world for texts that are cooked without a server. */
import type { Known, KnownUpload } from '../../server/core/text/cooked.ts'

const photo: KnownUpload = {
  id: 7,
  key: 'bootkey',
  name: 'boot.jpg',
  type: 'image/jpeg',
  width: 1600,
  height: 1200,
  sizes: [
    { width: 800, format: 'image/webp' },
    { width: 400, format: 'image/webp' },
    { width: 400, format: 'image/jpeg' },
  ],
}
const drawing: KnownUpload = { ...photo, id: 8, key: 'drawing', name: 'plan.png', type: 'image/png', sizes: [] }
const paper: KnownUpload = {
  ...photo,
  id: 9,
  key: 'paper',
  name: 'rules.pdf',
  type: 'application/pdf',
  width: null,
  height: null,
  sizes: [],
}

export const known: Known = {
  origin: 'https://forum.example',
  breaks: true,
  blocks: [],
  marker: 'MARKER',
  members: new Map([
    ['mia', { id: 3, name: 'Mia' }],
    ['Mia', { id: 3, name: 'Mia' }],
    ['jean.luc', { id: 4, name: 'jean.luc' }],
    ['Łukasz', { id: 5, name: 'Łukasz' }],
  ]),
  groups: new Map([['staff', { id: 30, slug: 'staff' }]]),
  uploads: new Map([photo, drawing, paper].map(one => [one.key, one])),
}
