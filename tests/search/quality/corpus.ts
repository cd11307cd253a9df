/** A made-up community of people who ride and mend bicycles of a made-up brand, in English and French. */

export type Text = {
  /** What the judgements call it. */
  readonly name: string
  readonly title: string
  readonly body: string
  readonly replies?: readonly string[]
}

export const CORPUS: readonly Text[] = [
  {
    name: 'chain-slips',
    title: 'Chain slips under load on the Tern 2',
    body: 'Whenever I stand on the pedals uphill the chain jumps two teeth. The cassette is new, the chainring is not.',
    replies: [
      'A worn chainring does exactly that. Put a chain checker on it first.',
      'Same here, a new ring cured it.',
    ],
  },
  {
    name: 'chain-wax',
    title: 'Waxing a chain: is it worth the bother?',
    body: 'I have read that hot wax keeps a drivetrain clean for 400 km. Oil attracts every grain of sand we have here.',
    replies: ['Wax is lovely in summer and hopeless in January rain.'],
  },
  {
    name: 'chain-length',
    title: 'How many links does a chain need?',
    body: 'Largest cog to largest ring, and two links more. Or is there a better way to measure it?',
  },
  {
    name: 'brakes-squeal',
    title: 'Disc brakes squeal in the wet',
    body: 'As soon as it rains both discs howl. I cleaned the rotors with alcohol and sanded the pads.',
    replies: ['Bed them in again: twenty hard stops from 25 km/h.', 'Metallic pads always squeal when wet.'],
  },
  {
    name: 'brakes-bleed',
    title: 'Bleeding hydraulic brakes at home',
    body: 'The lever comes to the bar. Which oil do the Halden callipers take, mineral or DOT?',
    replies: ['Mineral. Never DOT, it eats the seals.'],
  },
  {
    name: 'brakes-pads',
    title: 'When are brake pads finished?',
    body: 'One millimetre of lining left, or is that too late already? I change mine twice a winter.',
  },
  {
    name: 'battery-cold',
    title: 'E-bike battery dies in the cold',
    body: 'Below zero the range halves, and at −10 °C the display goes dark with a third left.',
    replies: ['Keep it in the house and put it in just before you ride.', 'A neoprene cover helps a little.'],
  },
  {
    name: 'battery-storage',
    title: 'Storing the battery over winter',
    body: 'How full should it be? Mine will stand in a shed for four months.',
    replies: ['Sixty percent, somewhere dry, and look at it every six weeks.'],
  },
  {
    name: 'error-e03',
    title: 'Display shows E03 and the motor stops',
    body: 'After a river crossing the display shows error E03. The torque sensor plug was wet.',
    replies: ['E03 is the torque sensor. Dry the plug, grease it, done.'],
  },
  {
    name: 'error-e11',
    title: 'Error E11 after the firmware update',
    body: 'I ran firmware_update.sh from the service disk; since then the display says E11 at every start.',
    replies: ['E11 means that display and motor disagree about the version. Run it once more with --force.'],
  },
  {
    name: 'gps-mount',
    title: 'Where to put a GPS on a narrow handlebar',
    body: 'Between the lights, the bell and a bag there is no room left for the GPS.',
    replies: ['An out-front mount, screwed to the stem.'],
  },
  {
    name: 'tubeless',
    title: 'Going tubeless without a compressor',
    body: 'The tyre will not seat. Soap, a strap round the tread and a track pump have all failed me.',
    replies: ['A CO2 cartridge seats it with a bang.', 'Leave the valve core out while you pump.'],
  },
  {
    name: 'tyre-pressure',
    title: 'Tyre pressure for gravel',
    body: 'I weigh 82 kg and ride 40 mm tyres. The sidewall says 3 bar at least, which is like wood on these roads.',
  },
  {
    name: 'flat-tyre',
    title: 'Three punctures in one week',
    body: 'Always the rear wheel, always at the same place. I cannot find a thorn.',
    replies: ['Look at the rim tape. A spoke hole does that.'],
  },
  {
    name: 'saddle-pain',
    title: 'My hands go numb after an hour',
    body: 'Is it the saddle, the reach or the bar tape? The shop said: a shorter stem.',
    replies: ['Raise the bar first, that costs nothing.'],
  },
  {
    name: 'saddle-leather',
    title: 'Care of a leather saddle',
    body: 'It got soaked. Wax from above, from below, or not at all?',
    replies: ['From below, thinly, and let it dry slowly.'],
  },
  {
    name: 'panniers',
    title: 'Panniers that survive a gravel tour',
    body: 'The hooks of mine broke on the second day of washboard road. Which bags hold?',
  },
  {
    name: 'tour-coast',
    title: 'Two weeks along the coast with children',
    body: 'Trailer or tandem hitch? The children are four and seven, and one of them sings all day.',
    replies: ['A trailer for the small one. And earplugs.'],
  },
  {
    name: 'tour-night',
    title: 'Riding through the night: lights and dynamos',
    body: 'A hub dynamo gives light for ever, but does it charge a phone on climbs?',
    replies: ['Not below 12 km/h.'],
  },
  {
    name: 'commute-rain',
    title: 'Commuting in the rain without looking like a pond',
    body: 'Mudguards, a cape, or spare trousers at the office?',
  },
  {
    name: 'mudguards',
    title: 'Mudguards rattle on the Wren',
    body: 'The stays hum at 20 km/h. I have tried tape and felt.',
    replies: ['A drop of glue in the thread and a rubber washer.'],
  },
  {
    name: 'lock',
    title: 'Which lock did not get cut?',
    body: 'My last one lasted forty seconds. The insurance wants one of the second class.',
  },
  {
    name: 'email-missing',
    title: 'I do not get any e-mail from the forum',
    body: 'Notifications are on, my address is right, and nothing comes.',
    replies: ['Look in the folder for junk, then confirm the address again.'],
  },
  {
    name: 'workshop-paris',
    title: 'Workshop evening in March',
    body: 'Aurélie opens the workshop again: wheel building for beginners. Bring a rim.',
    replies: ['Aurélie taught me to true a wheel last year. Go!'],
  },
  {
    name: 'wheel-true',
    title: 'Truing a wheel with a zip tie',
    body: 'No stand, no money: a zip tie on the chainstay shows the wobble well enough.',
    replies: ['Half a turn at a time, and write down which spoke.'],
  },
  {
    name: 'spokes',
    title: 'Broken spoke on the drive side',
    body: 'The third within a year, always at the elbow. Is the wheel badly built?',
  },
  {
    name: 'paint',
    title: 'Touching up scratched paint',
    body: 'Halden green, from 2021. Is there a number for the colour?',
    replies: ['RAL 6011 comes close.'],
  },
  {
    name: 'bearings',
    title: 'Bottom bracket creaks',
    body: 'It creaks at every turn of the cranks. Bearings greased, bolts tight, still there.',
    replies: ['Mine was the seatpost.', 'Grease the thread of the pedals before you buy bearings.'],
  },
  // ---- French
  {
    name: 'chaine-saute',
    title: 'La chaîne saute en montée',
    body: 'Dès que j’appuie fort sur les pédales, la chaîne saute. La cassette est neuve, le plateau a 9 000 km.',
    replies: ['Un plateau usé, sans hésiter.', 'Mesurez d’abord l’usure de la chaîne.'],
  },
  {
    name: 'chaine-graisse',
    title: 'Graisser sa chaîne : cire ou huile ?',
    body: 'L’huile attire le sable. Quelqu’un roule-t-il à la cire chaude toute l’année ?',
  },
  {
    name: 'freins-grincent',
    title: 'Mes freins à disque grincent par temps humide',
    body: 'Sous la pluie, les deux disques hurlent. Les plaquettes sont presque neuves.',
    replies: ['Il faut les roder à nouveau : vingt freinages francs.'],
  },
  {
    name: 'freins-purge',
    title: 'Purger des freins hydrauliques soi-même',
    body: 'Le levier touche le guidon. Quelle huile pour les étriers Halden ?',
    replies: ['Huile minérale. Surtout pas de DOT.'],
  },
  {
    name: 'batterie-froid',
    title: 'La batterie se vide par grand froid',
    body: 'À −10 °C, l’autonomie de mon vélo électrique est divisée par deux.',
    replies: ['Gardez-la au chaud jusqu’au départ.'],
  },
  {
    name: 'batterie-voyage',
    title: 'Prendre le train avec une batterie',
    body: 'Faut-il la retirer ? Le contrôleur me l’a demandé deux fois.',
  },
  {
    name: 'pneu-creve',
    title: 'Trois crevaisons en une semaine',
    body: 'Toujours la roue arrière. Je ne trouve aucune épine dans le pneu.',
    replies: ['Regardez le fond de jante.'],
  },
  {
    name: 'pneus-pression',
    title: 'Quelle pression pour des chemins ?',
    body: 'Je pèse 70 kg et je roule en 45 mm. Le flanc indique 3 bars au moins.',
  },
  {
    name: 'selle-cuir',
    title: 'Entretenir une selle en cuir',
    body: 'Elle a pris l’eau. De la cire par-dessous, ou rien du tout ?',
  },
  {
    name: 'voyage-enfants',
    title: 'Longer la côte avec des enfants',
    body: 'Remorque ou barre de traction ? Ils ont quatre et sept ans.',
    replies: ['La remorque, et des bouchons d’oreille.'],
  },
  {
    name: 'itineraire-canal',
    title: 'Le long du canal : où dormir ?',
    body: 'Deux étapes de soixante kilomètres, avec une tente ou chez l’habitant.',
    replies: ['L’écluse de Garonnet a trois chambres et un atelier.'],
  },
  {
    name: 'roue-voilee',
    title: 'Dévoiler une roue sans outil',
    body: 'Un collier de serrage sur le hauban montre le voile. Un demi-tour à la fois.',
  },
  {
    name: 'antivol',
    title: 'Quel antivol pour la ville ?',
    body: 'Le dernier a tenu quarante secondes. L’assurance demande une facture.',
  },
  {
    name: 'garde-boue',
    title: 'Garde-boue qui vibrent',
    body: 'Les tringles chantent à 20 km/h. J’ai essayé du ruban et du feutre.',
    replies: ['Une rondelle en caoutchouc.'],
  },
  {
    name: 'atelier-mars',
    title: 'Soirée à l’atelier en mars',
    body: 'Aurélie rouvre l’atelier : montage de roues pour débutants.',
  },
  {
    name: 'eclairage',
    title: 'Éclairage et dynamo pour rouler la nuit',
    body: 'Le moyeu dynamo recharge-t-il un téléphone dans les montées ?',
  },
]
