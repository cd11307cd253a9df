/** What people look for, as they type it, and which threads of the corpus answer it: 3 the one, 2 well, 1 a little. */

/** What makes it hard. `among`: others say the words in passing; `mixed`: it is in two languages at once. */
type Sort =
  | 'plain'
  | 'question'
  | 'among'
  | 'plural'
  | 'accents'
  | 'typo'
  | 'compound'
  | 'name'
  | 'code'
  | 'phrase'
  | 'mixed'
  | 'begun'

export type Judgement = {
  readonly query: string
  readonly sort: Sort
  readonly good: Readonly<Record<string, 1 | 2 | 3>>
}

const plain = (query: string, good: Judgement['good']): Judgement => ({ query, sort: 'plain', good })
const question = (query: string, good: Judgement['good']): Judgement => ({ query, sort: 'question', good })
const among = (query: string, good: Judgement['good']): Judgement => ({ query, sort: 'among', good })

export const JUDGEMENTS: readonly Judgement[] = [
  plain('chain slips', { 'chain-slips': 3 }),
  plain('brakes squeal wet', { 'brakes-squeal': 3 }),
  plain('tubeless compressor', { tubeless: 3 }),
  plain('leather saddle', { 'saddle-leather': 3 }),
  plain('battery winter', { 'battery-storage': 3 }),
  plain('battery cold', { 'battery-cold': 3 }),
  plain('wax', { 'chain-wax': 3, 'saddle-leather': 2 }),
  plain('creaks', { bearings: 3 }),
  plain('worn chainring', { 'chain-slips': 3 }),
  plain('mineral oil', { 'brakes-bleed': 3 }),
  plain('chaîne saute', { 'chaine-saute': 3 }),
  plain('freins hydrauliques', { 'freins-purge': 3 }),
  plain('remorque enfants', { 'voyage-enfants': 3 }),
  plain('selle cuir', { 'selle-cuir': 3 }),
  plain('dormir canal', { 'itineraire-canal': 3 }),
  plain('vélo électrique', { 'batterie-froid': 3 }),
  plain('pression', { 'pneus-pression': 3 }),
  { query: 'puncture', sort: 'plural', good: { 'flat-tyre': 3 } },
  { query: 'brake pad', sort: 'plural', good: { 'brakes-pads': 3, 'brakes-squeal': 1 } },
  { query: 'mudguard rattling', sort: 'plural', good: { mudguards: 3 } },
  { query: 'broken spokes', sort: 'plural', good: { spokes: 3 } },
  { query: 'batteries in the cold', sort: 'plural', good: { 'battery-cold': 3 } },
  { query: 'store battery', sort: 'plural', good: { 'battery-storage': 3 } },
  { query: 'bleed brake', sort: 'plural', good: { 'brakes-bleed': 3 } },
  { query: 'crevaison', sort: 'plural', good: { 'pneu-creve': 3 } },
  { query: 'plaquette', sort: 'plural', good: { 'freins-grincent': 3 } },
  { query: 'disque grincer', sort: 'plural', good: { 'freins-grincent': 3 } },
  { query: 'roues voilées', sort: 'plural', good: { 'roue-voilee': 3 } },
  { query: 'chaine saute', sort: 'accents', good: { 'chaine-saute': 3 } },
  { query: 'eclairage dynamo', sort: 'accents', good: { eclairage: 3 } },
  { query: 'devoiler une roue', sort: 'accents', good: { 'roue-voilee': 3 } },
  { query: 'soiree atelier', sort: 'accents', good: { 'atelier-mars': 3 } },
  { query: 'aurelie', sort: 'name', good: { 'workshop-paris': 3, 'atelier-mars': 3 } },
  { query: 'Tern 2', sort: 'name', good: { 'chain-slips': 3 } },
  { query: 'Wren', sort: 'name', good: { mudguards: 3 } },
  { query: 'Garonnet', sort: 'name', good: { 'itineraire-canal': 3 } },
  { query: 'halden green', sort: 'name', good: { paint: 3 } },
  { query: 'etriers halden', sort: 'name', good: { 'freins-purge': 3 } },
  { query: 'E03', sort: 'code', good: { 'error-e03': 3 } },
  { query: 'firmware_update.sh', sort: 'code', good: { 'error-e11': 3 } },
  { query: '--force', sort: 'code', good: { 'error-e11': 3 } },
  { query: 'RAL 6011', sort: 'code', good: { paint: 3 } },
  { query: 'CO2', sort: 'code', good: { tubeless: 3 } },
  { query: 'e-mail', sort: 'compound', good: { 'email-missing': 3 } },
  { query: 'garde-boue', sort: 'compound', good: { 'garde-boue': 3 } },
  { query: 'garde boue', sort: 'compound', good: { 'garde-boue': 3 } },
  { query: 'e-bike battery', sort: 'compound', good: { 'battery-cold': 3 } },
  { query: 'out-front mount', sort: 'compound', good: { 'gps-mount': 3 } },
  { query: 'squeel', sort: 'typo', good: { 'brakes-squeal': 3 } },
  { query: 'hydralic brakes', sort: 'typo', good: { 'brakes-bleed': 3 } },
  { query: 'batery cold', sort: 'typo', good: { 'battery-cold': 3 } },
  { query: 'tubless', sort: 'typo', good: { tubeless: 3 } },
  { query: 'saddel leather', sort: 'typo', good: { 'saddle-leather': 3 } },
  { query: 'puntcures', sort: 'typo', good: { 'flat-tyre': 3 } },
  { query: 'antivole', sort: 'typo', good: { antivol: 3 } },
  { query: 'crevaisson', sort: 'typo', good: { 'pneu-creve': 3 } },
  { query: 'freins hydroliques', sort: 'typo', good: { 'freins-purge': 3 } },
  { query: 'remorqe', sort: 'typo', good: { 'voyage-enfants': 3 } },
  { query: 'tubele', sort: 'begun', good: { tubeless: 3 } },
  { query: 'chain sli', sort: 'begun', good: { 'chain-slips': 3 } },
  { query: 'batterie fr', sort: 'begun', good: { 'batterie-froid': 3 } },
  { query: 'dynam', sort: 'begun', good: { 'tour-night': 3, eclairage: 3 } },
  // Questions as they are asked, of which half the words say nothing.
  question('how do I stop my brakes from squealing', { 'brakes-squeal': 3 }),
  question('why does my chain slip when I go uphill', { 'chain-slips': 3 }),
  question('how to clean a chain', { 'clean-chain': 3, 'chain-wax': 1 }),
  question('what is the right tyre pressure for gravel?', { 'tyre-pressure': 3 }),
  question('my headlight goes out when I stop', { 'headlight-dim': 3, 'headlight-aim': 1 }),
  question('why do my hands go numb', { 'saddle-pain': 3 }),
  question('can I cut a cable with a knife', { 'cable-knife': 3 }),
  question('what should I do about cold feet', { 'cold-feet': 3 }),
  question("why doesn't my display start", { 'error-e11': 3, 'error-e03': 2 }),
  question('pourquoi mes freins grincent-ils ?', { 'freins-grincent': 3 }),
  question('pourquoi mes freins couinent-ils', { 'freins-grincent': 3 }),
  question('comment régler le jeu d’un moyeu', { 'moyeux-jeu': 3 }),
  question('est-ce que je peux prendre le train avec ma batterie', { 'batterie-voyage': 3 }),
  question("qu'est-ce qui empêche un bidon de geler", { 'bidon-gele': 3 }),
  question('comment nettoyer et graisser ma chaîne', { 'chaine-graisse': 3 }),
  // Threads that say the words in passing, and others that are about them.
  among('lock', { lock: 3, 'theft-insurance': 2 }),
  among('insurance', { 'theft-insurance': 3, lock: 2 }),
  among('headlight', { 'headlight-dim': 3, 'headlight-aim': 3 }),
  among('cold', { 'cold-feet': 3, 'battery-cold': 3 }),
  among('clean chain', { 'clean-chain': 3, 'chain-wax': 2 }),
  among('rack', { 'rack-crate': 3 }),
  among('freins', { 'freins-grincent': 3, 'freins-purge': 3 }),
  among('bâche', { 'noeud-bache': 3 }),
  among('hanger', { 'hanger-bent': 3 }),
  among('receipt lock', { 'theft-insurance': 3 }),
  // Other forms, that no rule makes.
  { query: 'knives', sort: 'plural', good: { 'cable-knife': 3 } },
  { query: 'bent teeth', sort: 'plural', good: { 'cassette-tooth': 3 } },
  { query: 'cold foot', sort: 'plural', good: { 'cold-feet': 3 } },
  { query: 'seat for children', sort: 'plural', good: { 'child-seat': 3 } },
  { query: 'cheval chemin', sort: 'plural', good: { 'chevaux-chemin': 3 } },
  { query: 'feu arrière', sort: 'plural', good: { 'feux-arriere': 3 } },
  { query: 'moyeu', sort: 'plural', good: { 'moyeux-jeu': 3, eclairage: 2 } },
  { query: 'pedals clicking', sort: 'plural', good: { 'pedal-play': 3 } },
  // Accents and apostrophes.
  { query: 'noeud', sort: 'accents', good: { 'noeud-bache': 3 } },
  { query: 'nœuds de camionneur', sort: 'accents', good: { 'noeud-bache': 3 } },
  { query: "l'antivol gele", sort: 'accents', good: { 'antivol-gele': 3 } },
  { query: 'bidon d’eau', sort: 'accents', good: { 'bidon-gele': 3 } },
  { query: "d'antivol pour la ville", sort: 'accents', good: { antivol: 3 } },
  { query: 'règler moyeux', sort: 'accents', good: { 'moyeux-jeu': 3 } },
  { query: "child's seat", sort: 'accents', good: { 'child-seat': 3 } },
  // One word or two.
  { query: 'head light', sort: 'compound', good: { 'headlight-aim': 3, 'headlight-dim': 3 } },
  { query: 'headlight height', sort: 'compound', good: { 'headlight-aim': 3 } },
  { query: 'portebagages', sort: 'compound', good: { 'porte-bagages': 3 } },
  { query: 'porte bagage', sort: 'compound', good: { 'porte-bagages': 3 } },
  { query: 'over shoes', sort: 'compound', good: { 'cold-feet': 3 } },
  { query: 'mud guards rattle', sort: 'compound', good: { mudguards: 3 } },
  { query: 'gardeboue', sort: 'compound', good: { 'garde-boue': 3 } },
  { query: 'email', sort: 'compound', good: { 'email-missing': 3 } },
  { query: 'handle bar gps', sort: 'compound', good: { 'gps-mount': 3 } },
  { query: 'chain-ring worn', sort: 'compound', good: { 'chain-slips': 3 } },
  // Products, code and paths.
  { query: 'RX-200', sort: 'code', good: { 'headlight-dim': 3, 'rx200-pairing': 3 } },
  { query: 'rx200', sort: 'code', good: { 'rx200-pairing': 3, 'headlight-dim': 3 } },
  { query: 'rx 200 remote', sort: 'code', good: { 'rx200-pairing': 3 } },
  { query: 'setGear()', sort: 'code', good: { 'trainer-setgear': 3 } },
  { query: 'set gear trainer', sort: 'code', good: { 'trainer-setgear': 3 } },
  { query: 'gear_ratio', sort: 'code', good: { 'trainer-settings': 3, 'trainer-setgear': 2 } },
  { query: 'gear ratio settings', sort: 'code', good: { 'trainer-settings': 3 } },
  { query: '/etc/halden.conf', sort: 'code', good: { 'trainer-settings': 3 } },
  { query: 'halden.conf', sort: 'code', good: { 'trainer-settings': 3 } },
  { query: 'ERR-42', sort: 'code', good: { 'ride-log': 3 } },
  { query: 'err42', sort: 'code', good: { 'ride-log': 3 } },
  { query: 'error 42', sort: 'code', good: { 'ride-log': 3 } },
  // Slips.
  { query: 'deraileur hangar bent', sort: 'typo', good: { 'hanger-bent': 3 } },
  { query: 'derialer hanger', sort: 'typo', good: { 'hanger-bent': 3 } },
  { query: 'insurence theft', sort: 'typo', good: { 'theft-insurance': 3 } },
  { query: 'break pads worn', sort: 'typo', good: { 'brakes-pads': 3 } },
  { query: 'petal wobbles', sort: 'typo', good: { 'pedal-play': 3 } },
  { query: 'sel en cuir', sort: 'typo', good: { 'selle-cuir': 3 } },
  { query: 'how do i stop brakes sqealing', sort: 'typo', good: { 'brakes-squeal': 3 } },
  { query: 'porte-bagage casse', sort: 'typo', good: { 'porte-bagages': 3 } },
  { query: 'batterie grnad froid', sort: 'typo', good: { 'batterie-froid': 3 } },
  { query: 'remroque enfant', sort: 'typo', good: { 'voyage-enfants': 3 } },
  { query: 'sadle lether', sort: 'typo', good: { 'saddle-leather': 3 } },
  // Phrases.
  { query: '"last kilometre"', sort: 'phrase', good: { 'ride-log': 3 } },
  { query: '"zip tie" wheel', sort: 'phrase', good: { 'wheel-true': 3 } },
  { query: '«voie verte»', sort: 'phrase', good: { 'saint-malo': 3 } },
  { query: '"cold feet"', sort: 'phrase', good: { 'cold-feet': 3 } },
  // Two languages at once.
  { query: 'firmware update compteur', sort: 'mixed', good: { 'compteur-update': 3 } },
  { query: 'compteur bluetooth', sort: 'mixed', good: { 'compteur-update': 3 } },
  { query: 'update firmware display', sort: 'mixed', good: { 'error-e11': 3 } },
  { query: 'Halden caliper oil', sort: 'mixed', good: { 'brakes-bleed': 3 } },
  // People and places.
  { query: 'bruno lyon', sort: 'name', good: { 'lyon-ride': 3 } },
  { query: 'St Malo Nantes', sort: 'name', good: { 'saint-malo': 3 } },
  { query: 'saint malo', sort: 'name', good: { 'saint-malo': 3 } },
  { query: 'camping redon maelle', sort: 'name', good: { 'saint-malo': 3 } },
  { query: "Bruno's ride", sort: 'name', good: { 'lyon-ride': 3 } },
  // Still being typed.
  { query: 'headl', sort: 'begun', good: { 'headlight-dim': 3, 'headlight-aim': 2 } },
  { query: 'derail', sort: 'begun', good: { 'hanger-bent': 3 } },
  { query: 'how do i clean my ch', sort: 'begun', good: { 'clean-chain': 3 } },
  { query: 'porte-b', sort: 'begun', good: { 'porte-bagages': 3 } },
  { query: "l'antiv", sort: 'begun', good: { 'antivol-gele': 3, antivol: 3 } },
]
