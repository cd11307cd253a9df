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
  // ---- What makes it hard: words in passing, several good answers, code, names, and words written in other ways
  {
    name: 'headlight-dim',
    title: 'Headlight fades whenever I stop',
    body: 'At every crossing the RX-200 goes dim within a few seconds. Is there a capacitor in it that grows old?',
    replies: [
      'The standlight of mine lasts four minutes. Ask for another one.',
      'Clean the contacts of the hub first.',
    ],
  },
  {
    name: 'headlight-aim',
    title: 'How high should a head light point?',
    body: 'People who come towards me shade their eyes. The beam reaches the ground after fifteen metres.',
    replies: ['Ten metres are enough in town.'],
  },
  {
    name: 'rx200-pairing',
    title: 'Pairing the RX200 with a second remote',
    body: 'I bought it used and without a leaflet. How long does one hold the button down?',
    replies: ['Eight seconds, until it blinks green.'],
  },
  {
    name: 'trainer-settings',
    title: 'Where does the indoor trainer keep its settings?',
    body: 'All is in `/etc/halden.conf`, and the line that counts is `gear_ratio`. Restart the service after a change.',
    replies: ['Make a copy of the file before, an update writes over it.'],
  },
  {
    name: 'trainer-setgear',
    title: 'setGear() has no effect on the trainer',
    body: 'I call `setGear(3)` from a script and the resistance stays the same. My `gear_ratio` is 2.8, if that matters.',
    replies: ['It waits for `unlockBelt()`. Call that one before.'],
  },
  {
    name: 'ride-log',
    title: 'ERR-42 at the end of each ride',
    body: 'The log closes with ERR-42 and the last kilometre is gone.',
    replies: ['That is the memory card. Format it in the device, not in a computer.'],
  },
  {
    name: 'cable-knife',
    title: 'Can I cut cable housing with a knife?',
    body: 'The pliers squash the liner, and a kitchen knife slips. What cuts it square?',
    replies: ['A proper cable cutter. Then open the liner with an awl.'],
  },
  {
    name: 'cassette-tooth',
    title: 'One tooth of my cassette is bent',
    body: 'A stone got between chain and sprocket. Can it be straightened, or is the whole thing scrap?',
    replies: ['A file and a quarter of an hour.'],
  },
  {
    name: 'clean-chain',
    title: 'Cleaning a chain without taking it off',
    body: 'A brush, an old towel and degreaser on the lower run. The mess on the floor is what I would like to avoid.',
    replies: ['Put cardboard behind it.', 'Less is more: wipe it after each ride and you never need to.'],
  },
  {
    name: 'winter-diary',
    title: 'Diary of a winter on the road',
    body: 'How do I begin? In November my brakes were new and I did not know what squealing was. I had to stop in a village to clean the chain, and the man of the bakery asked why I do this, and what my children say. The battery of the headlight was cold, a knife lay in the bag, my feet were wet, and from the rack hung a towel to dry. I stop for a coffee break at every church. In December the saddle froze, the lock too, and I sat on foam pads in a bus shelter and wrote this. A light snow fell, I lost my head a little and sang. How long does one hold out? Until the pedals turn by themselves.',
    replies: [
      'I read this on my way home from work and forgot to get off the train. What a head you have for details.',
      'And then? Do not stop now.',
    ],
  },
  {
    name: 'child-seat',
    title: 'Which seat for a child of two on a low frame?',
    body: 'The tube is too thick for the clamp of the one that we were lent.',
    replies: ['Ours sits on the rear carrier, no clamp at all.'],
  },
  {
    name: 'cold-feet',
    title: 'Cold feet: overshoes or thicker socks?',
    body: 'After forty minutes at zero degrees I do not feel my toes any more.',
    replies: ['Loose shoes. A foot that is squeezed gets cold.', 'Foil under the insole.'],
  },
  {
    name: 'rack-crate',
    title: 'Rear rack bends under a crate',
    body: 'It is rated for 25 kg and I carry twelve bottles. The left strut has a kink.',
    replies: ['Bottles bounce. Halve what the label says.'],
  },
  {
    name: 'theft-insurance',
    title: 'What does the insurance want to see after a theft?',
    body: 'I have the frame number, the police report and a photo. The receipt of the lock is lost.',
    replies: ['The shop can print the receipt again.', 'They asked me for both keys.'],
  },
  {
    name: 'lyon-ride',
    title: 'Night ride in Lyon with Bruno',
    body: 'Bruno leads us along both rivers, forty kilometres, the last Friday of each month. Bring lights.',
    replies: ['Where do we meet?', 'At the Perrache side of the bridge, says Bruno.'],
  },
  {
    name: 'hanger-bent',
    title: 'Derailleur hanger bent after a fall',
    body: 'The lowest gear throws the chain into the spokes. Can the hanger be straightened or do I need a new one?',
    replies: ['Aluminium: once, gently. Then order a spare.'],
  },
  {
    name: 'break-stops',
    title: 'Nice places for a break on the coast road',
    body: 'Benches, shade, and water. We carry foam pads to sit on, the stones are worn but hard.',
  },
  {
    name: 'market-petals',
    title: 'Flower petals on a frame',
    body: 'My daughter painted petals all over her bike. Which clear coat keeps them on?',
    replies: ['Two thin coats of marine varnish.'],
  },
  {
    name: 'pedal-play',
    title: 'Play in the left pedal',
    body: 'It wobbles and clicks once a turn. It has a cone and a locknut under the cap.',
    replies: ['A quarter of a turn on the cone.'],
  },
  {
    name: 'porte-bagages',
    title: 'Mon porte-bagages plie sous une caisse',
    body: 'Il est donné pour 25 kg, je porte douze bouteilles. Le hauban gauche est marqué.',
    replies: ['Les bouteilles rebondissent : comptez la moitié.'],
  },
  {
    name: 'noeud-bache',
    title: 'Quel nœud pour attacher une bâche ?',
    body: 'La bâche de la remorque claque au vent et la corde glisse.',
    replies: ['Un nœud de camionneur, et on le défait d’une main.'],
  },
  {
    name: 'chevaux-chemin',
    title: 'Croiser des chevaux sur un chemin étroit',
    body: 'Faut-il mettre pied à terre ? La dernière fois, la cavalière a eu peur.',
    replies: ['Parlez-leur de loin, un cheval n’aime pas les surprises.'],
  },
  {
    name: 'bidon-gele',
    title: 'Le bidon d’eau gèle en une heure',
    body: 'À −5 °C la tétine est prise. Une housse, ou du thé chaud ?',
    replies: ['Retournez-le : l’eau gèle par le haut.'],
  },
  {
    name: 'moyeux-jeu',
    title: 'Régler le jeu des moyeux à cônes',
    body: 'La roue bouge de côté. Deux clés plates, et après ?',
    replies: ['Serrez, puis revenez d’un huitième de tour.'],
  },
  {
    name: 'compteur-update',
    title: 'Le firmware update bloque mon compteur',
    body: 'Le bluetooth se coupe à 80 % et il faut tout recommencer.',
    replies: ['Passez par le câble USB.'],
  },
  {
    name: 'antivol-gele',
    title: 'L’antivol ne s’ouvre plus quand il gèle',
    body: 'La clé entre et ne tourne pas. Le briquet marche, mais pas tous les jours.',
    replies: ['Un peu de graphite, jamais d’huile.'],
  },
  {
    name: 'journal-hiver',
    title: 'Journal d’un hiver à vélo',
    body: 'Comment commencer ? En novembre mes freins étaient neufs et je ne savais pas pourquoi on se plaint de leur bruit. Il y a du sel sur la route, du cuir à mes gants, et sur le porte-bagages une bâche. J’ai croisé un cheval près de l’écluse, et l’eau du canal était gelée. Le feu de camp fumait, la selle était mouillée, l’antivol pris dans la glace. Pourquoi je continue ? Pour la lumière du matin, et parce qu’on ne s’ennuie jamais à nettoyer une chaîne avec les doigts gelés.',
    replies: ['Magnifique. Et les freins, ils tiennent ?', 'On dirait que tu es dans le roman d’un autre.'],
  },
  {
    name: 'feux-arriere',
    title: 'Feux arrière : lesquels restent allumés à l’arrêt ?',
    body: 'Le mien s’éteint avec la dynamo. Je cherche un modèle à condensateur.',
  },
  {
    name: 'sel-route',
    title: 'Le sel sur les routes attaque tout',
    body: 'Après chaque sortie, je rince à l’eau tiède. Les vis rouillent quand même.',
    replies: ['Une goutte d’huile sur chaque tête de vis.'],
  },
  {
    name: 'saint-malo',
    title: 'De Saint-Malo à Nantes par la voie verte',
    body: 'Quatre jours, presque tout à l’ombre. Qui connaît un camping à Redon ?',
    replies: ['Celui du port, demandez Maëlle.'],
  },
]
