import { lines, parts, type Words } from './words.ts'

export const fr: Words = {
  slots: {
    kit: lines(`
le vieux réchaud
ma tente en toile
la scie pliante
la hache de mon grand-père
le canoë d'acier
la lampe frontale
le vélo cargo
mon sac à armature
la machine à coudre à pédale
la lanterne en laiton
le poêle à pétrole
la radio à manivelle
le moyeu trois vitesses
la poêle en fonte
la couverture de laine
le petit abri à deux places`),
    part: lines(`
la fermeture éclair
le cuir de la pompe
le roulement du bas
la boucle de gauche
le joint
le plateau
la sangle ventrale
le filetage de la valve
le câble de tension
la semelle
la virole
l'interrupteur
la roue libre
le gicleur`),
    place: lines(`
la crête nord
le lac sous la carrière
le gué du moulin
le refuge du col
l'ancienne voie ferrée
le bois de bouleaux
le sentier de l'estuaire
la prairie du haut
la bergerie
le pont des gorges
le camping du verger
la lande au-dessus du mât`),
    remedy: lines(`
la cire d'abeille
une goutte d'huile fine
deux couches d'huile de lin
la colle contact
le papier de verre fin
le vinaigre tiède
la graisse de silicone
le fil poissé et une aiguille de voilier
une brosse de laiton
le savon ordinaire`),
    season: lines(`
début mars
la semaine de Pâques
fin octobre
plein été
novembre
un mois de septembre sec
la fonte des neiges
la première gelée`),
    span: lines(`
une semaine
deux hivers
quatre cents kilomètres
presque un an
onze nuits
trois lavages
un seul après-midi
toute une saison`),
  },
  titles: lines(`
Par où passer pour {place} ?
Comment réparer {part} ?
{kit} : ce qui a tenu après {span}
Que penser de {remedy} ?
Peut-on dormir près de l'eau : {place}
Où trouver des pièces pour {kit} ?
Récit d'une marche lente : {place}
Pourquoi {part} lâche toujours en premier
La plus petite trousse de réparation qui suffise
Avant d'acheter {kit}
Ne jetez pas {kit}
Le sentier a changé : {place}
Soirée d'atelier : {part}
Prêter, emprunter : {kit}
Des photos à vingt ans d'écart : {place}
Dormir dehors pendant {span}
Un bruit étrange : {part}
Première nuit dehors avec les enfants : {place}
Contre {remedy}
Les sources du coin : {place}
Que porter pour {span} loin de tout ?
Qui connaît bien {place} ?
Tout démonter sans rien perdre : {kit}
Notes de la table de réparation`),
  questions: lines(`
Je prépare {span} de marche et j'aimerais l'avis de ceux qui connaissent {place}.
Après {span}, voilà que {part} me lâche, et je préfère réparer que remplacer.
Quelqu'un ici a-t-il essayé {remedy} et peut en parler ?
J'ai trouvé {kit} dans une brocante et je n'en sais rien.
Le guide dit une chose, la pancarte en dit une autre.
Mon voisin ne jure que par {remedy} ; mon père, lui, jurait tout court.
À chaque averse l'eau passe, et je suis à court d'idées.
Nous voudrions emmener six enfants voir {place}, et deux d'entre eux n'ont jamais dormi dehors.
Ce qui suit est long, parce que j'aurais aimé le lire avant de partir.
Il y a un cliquetis qui cesse dès que quelqu'un d'autre écoute.
J'ai un week-end, peu d'argent et {kit} en morceaux sur la table de la cuisine.
S'il vous plaît, dissuadez-moi d'acheter {kit}.
Le magasin en demande plus que je n'ai payé le tout.
Nous nous sommes disputés une heure au sujet de {remedy}, et nous avons promis de demander ici.`),
  sentences: lines(`
Le chemin de gauche reste sec jusqu'en juin, et l'échalier du bout est neuf.
Prenez la crête si le vent reste sous quarante, la vallée sinon.
Au refuge il y a un poêle, une scie au mur et un livre d'or que personne n'ouvre plus.
Ma carte montre un mur là où se dresse la clôture, alors suivez la clôture.
Une fois par an je passe {remedy}, et je n'ai jamais eu à faire plus.
Il a fallu {span} avant que le premier point ne lâche.
Ne forcez pas : réchauffez d'abord, et cela tourne tout seul.
La moitié du mal vient de la vieille graisse, l'autre moitié de la neuve qu'on met par-dessus.
Nous avons campé tout près et nous avions la pente pour nous seuls.
Le dernier car part à six heures dix et n'attend personne.
On a repeint les balises, ce qui aide par temps de brouillard.
Un dé, deux aiguilles et une bobine de fil pèsent moins qu'une tablette de chocolat.
Ce que le magasin dit étanche, je le dirais timide sous la pluie.
Je garde {kit} dans l'entrée, car ce qui est au grenier ne sert jamais.
Le sol est assez mou pour une cheville et trop dur pour un piquet.
Mesurez deux fois, notez, puis mesurez aussi l'autre.
Le fermier du haut est aimable si l'on ferme la barrière, et moins si on l'oublie.
Le bruit a disparu pendant {span}, puis il est revenu dans un autre ton.
On entend le ruisseau d'ici, mais on ne l'atteint pas sans corde.
J'ai porté {kit} deux fois par-dessus le col et je ne le ferais pas une troisième.
Une chambre à air coupée en lanières tient presque tout jusqu'à la maison.
Les vis sont en pouces, les écrous en millimètres, et celui qui les a mêlés est loin.
Si on la fait bouillir, l'écorce vient d'un seul morceau.
Personne ne vous dit que la descente est le plus dur.
Notre record est de neuf personnes dans une cabane prévue pour quatre.
La pièce a coûté moins cher que le timbre.
Il y a une source à trente pas vers l'est, marquée d'une pierre plate.
Après le deuxième jour on cesse de compter et on commence à regarder.
La notice se trompe d'ordre : la rondelle passe avant le ressort.
J'ai essayé sur une chute d'abord, et j'ai bien fait.
La laine sent quand elle est mouillée, mais elle tient chaud pendant ce temps.
Nous avons fait demi-tour parce que la corniche avait l'air fatiguée.
Deux petits clous valent mieux qu'un long.
Un ami qui ne tremble pas est le meilleur des serre-joints.
Ce n'est pas beau, mais cela n'a pas bougé depuis {span}.
Qui l'a parcouru après la pluie saura de quelle flaque je parle.
Demandez la clé à la poste et rendez-la avant cinq heures.
Le secret est de laisser la colle devenir mate avant de presser.
Je n'y toucherais pas tant que cela ne fuit pas.
La pluie est arrivée par l'ouest à quatre heures, comme la radio l'avait dit.
Prenez des gants, le bord coupe plus qu'il n'en a l'air.
Il y a trois gués sur ce parcours, et celui du milieu décide de la journée.
Les mauvais piquets plient une fois ; les bons se redressent.
La lumière là-haut vaut bien quelques ampoules.
Elle m'a montré comment surlier un cordage, et je n'achète plus de ruban.
Ma règle : tout ce qui a une vis s'ouvre, tout ce qui a un rivet attend.
Le chien a trouvé le sentier avant nous.
Pour finir nous avons dormi dans la grange, avec l'accord du propriétaire et de son chat.
Gardez la pièce de rechange dans la poche, pas dans le sac qui est sur le cheval.
Si la flamme est jaune, le gicleur est sale.
J'ai marqué chaque joint à la craie avant de démonter.
Un refuge sans balai est un refuge sans amis.
Le vieux bac circule de nouveau le samedi.
Douze kilomètres par la route, sept par le haut, et les sept prennent plus de temps.
Prenez les vis courtes, les longues ressortent de l'autre côté.
Le gel soulève un peu les pierres chaque année, alors les cairns voyagent.
Il réparait la même bouilloire depuis 1974 et il était fier de chaque bosse.
Un bout de bougie adoucit une fermeture et allume un réchaud.
Une fois les arceaux retirés, cela se plie plus petit qu'on ne croit.
Le pont était tombé, alors nous avons suivi les vaches.
Cela a bourdonné, puis sifflé, puis plus rien.
Celui qui a bâti ce mur savait ce que fait l'eau.
On peut en acheter une, ou en limer une dans une charnière en une soirée.
La gardienne fait la soupe à qui fend le bois.
Je me trompais au sujet de {remedy}, et je l'ai dit à l'atelier.
L'horaire des marées est sur la porte, et ce n'est pas un conseil.
Rangez le réchaud en dernier, ce sera la première chose que vous chercherez.
Desserrez les quatre avant d'en serrer une.
La boussole allait bien ; c'est le couteau à côté qui montrait le nord.
Des nuages avant neuf heures annoncent la pluie pour midi.
Nous avons partagé un thermos avec deux inconnus, et nous nous écrivons encore.
Une reprise doit être plus lâche que le tissu autour.
Chaque printemps quelqu'un s'engage en voiture, et chaque printemps il faut un tracteur.
Il en faut une goutte, pas un bain.
La vue est meilleure depuis l'épaule du bas, où presque personne ne s'arrête.
Gardez l'ancienne : son filetage est le modèle de la nouvelle.
L'abri est sec, sauf le coin que tout le monde veut.
J'ai eu froid aux mains pendant {span}, puis j'ai appris à superposer deux paires.
Un couvercle de boîte et deux rivets ferment un trou de cette taille.
Le sentier est du mauvais côté du mur, mais tout le monde aussi.
Je préfère porter mon eau que me fier à ce robinet.
Si cela grince, serrez ; si cela gémit, desserrez.
Le patron de la scierie donne ses chutes à qui les demande.
Comptez une heure de plus que la pancarte, et deux avec des enfants.
Trois d'entre nous tenaient la toile pendant que le quatrième cherchait l'aiguille.
L'acier se souvient de la façon dont on l'a plié.
Cela tiendra une saison, et d'ici là vous saurez mieux faire.
Les moucherons se lèvent à huit heures et se couchent à dix, comme nous.
Les vieilles cartes nomment chaque champ, et les noms disent où l'eau monte.
J'ai tout dessiné avant d'y toucher, et le dessin est maintenant au mur de l'atelier.
La meilleure réparation est celle que le suivant peut défaire.
Nous avons entendu les chevreuils bien avant de voir le bois.
Ne laissez jamais {kit} une nuit entière sur la pierre mouillée.
Le réseau revient au col, c'est donc là que chacun s'arrête pour dire qu'il est en retard.
On reconnaît un bon nœud à la façon dont il se défait.
Je tiens la liste de ce qui n'a pas servi, et elle est plus longue que l'autre.
Le gardien dit de revenir quand l'eau sera plus basse.
Un coin de pommier tient ce manche depuis onze ans.
Bouchez les fentes avant de peindre, pas après.
Il y avait du givre dans la tente et des grenouilles dehors.
Le lourd entre les épaules, le mouillé sur le dessus.
Le musée de la ville a le même modèle, et on m'a laissé regarder dedans.
C'est descendre longtemps pour voir la mer un instant.
Je le referais, mais avec moins de chaussettes.
Les cordes n'aiment pas plus le soleil que moi.
Une touche de peinture sur l'écrou montre s'il a bougé.
L'outil spécial n'est pas indispensable, mais vous le regretterez.
Partis au clair de lune, nous avons déjeuné là-haut.
Le forgeron nous a demandé une miche de pain.
Mon premier essai était de travers, le second droit mais trop court.
Quand le vent tombe, le froid sort de terre.
Les enfants ont porté les petites pierres, et le mur a gardé leurs trous.
Vérifiez le matin, car le soir vous serez trop las.
Une clé de secours pend derrière la troisième ardoise.
Le tout pèse moins que sa boîte.
Retournez le sac et la pièce perdue tombe, toujours.
Faites bouillir l'eau même claire, et surtout si un mouton vous regarde.
Il n'y a pas de honte à faire le tour.
Le café des réparations a lieu le dernier jeudi, et il y a du gâteau.
Suivez les poteaux jusqu'à ce qu'il en manque un, puis attendez que le brouillard se lève.
Nous avons laissé un fagot sec pour les suivants.
Le filetage était usé, j'en ai taillé un autre au-dessus.
C'est plus lourd que le neuf, et cela durera plus longtemps.
Quelque part entre le gué et le bois j'ai perdu un gant et ma hâte.
L'étiquette dit de ne pas repasser, et l'étiquette a raison.
Aiguisez avant d'en avoir besoin.
L'un lit la carte, l'autre le ciel, et on échange à midi.
Un bruit qui suit la vitesse est un roulement ; un bruit qui ne suit rien est un caillou.
Il est plus simple de demander au village qu'à internet.
Par soir clair on voit les deux phares.
Nous avons mesuré avec un bâton, le mètre était à la maison.
Si la couture est plus vieille que vous, cousez à côté et non dedans.
La rivière avait bougé, et le sentier n'en savait rien.
Une boisson chaude au bon moment vaut une couche de plus.
Prenez la photo avant de démonter.
Je n'ai jamais regretté un demi-tour.
Le cadre avait déjà été brasé une fois, par meilleur que moi.
La cabane est fermée, mais pas l'auvent.
Laissez sécher deux jours à l'ombre, quelle que soit votre envie.
La chose la plus utile de mon sac est un mètre de ficelle.
On s'habitue au cliquetis, puis il nous manque.
Demandez l'étagère du fond, les bonnes pièces sont dessous.
Un sac en toile respire, faites de même.
Il y a là-haut plus d'étoiles que je ne connais de noms.
Nous avons porté le bout lourd à tour de rôle.
J'ai versé le plan à la bibliothèque de la coopérative, pour qui en aura besoin.
L'ancienne colle part à l'eau tiède et avec de la patience, surtout de la patience.
Une bonne lampe éclaire la main, pas le voisin.
Le berger compte ses bêtes en patois et ne se trompe jamais.
Sous le hangar, {kit} attend depuis l'automne que quelqu'un s'en occupe.
La neige porte jusqu'à dix heures, après on enfonce.
On m'a prêté {kit} pour {span}, et je l'ai rendu plus propre.
Le meunier a gardé toutes les clés, même celles des portes disparues.
Un nœud de trop vaut mieux qu'une nuit de trop.
Chez nous, {place} se dit d'un mot que les cartes ignorent.
Le vent a tourné pendant le repas, et la conversation avec lui.
J'ai recousu à la lueur du feu, et cela se voit.
À force de resserrer, il ne reste plus de filet.
La pluie a cessé au moment précis où nous étions trempés.
Les anciens plantaient un frêne près de chaque source.
Deux tours à gauche, un souffle, puis un tour à droite.
Rien ne presse, sauf le dernier car.
Nous avons compté les marches, et chacun a trouvé un autre nombre.`),
  short: lines(`
Merci, c'était bien cela.
Pareil ici, et au même endroit.
Je suis passé de l'autre côté, **deux fois**, sans voir d'échalier.
Prends celui au manche *bleu*.
D'accord, mais je laisserais sécher plus longtemps.
Une photo, peut-être ?
C'était ouvert dimanche.
Non, et j'ai cherché.
J'y serai, avec de la soupe.
La meilleure explication que j'aie lue.
Au temps pour moi.
Combien cela pèse-t-il, au bout du compte ?
La clé est derrière l'ardoise.
La mienne a duré {span}.
Le pont est-il réparé ?
Content de te relire après tout ce temps.
Tout à fait.
J'en ai deux, l'une pourrait être la tienne.
Tu es plus courageux que moi.
Nous avons essayé, et il a plu.
C'est fait, en moins d'une heure.`),
  blocks: parts(`
- Retirer le capot et garder les vis dans une boîte.
- Brosser, puis passer {remedy}.
- Attendre que ce soit mat.
- Remonter dans le même ordre.
===
1. Depuis la gare, suivre la rivière.
2. Traverser où traversent les vaches.
3. Garder le mur à main gauche jusqu'au bout.
===
| Quoi | Poids | A duré |
| --- | ---: | --- |
| {kit} | 1 450 g | {span} |
| une pièce de rechange | 40 g | pas servi |
===
> La meilleure réparation est celle que le suivant peut défaire.
===
\`\`\`
pas       1,25 mm
alésage   12 mm
longueur  48 mm, à froid
\`\`\`
===
- [x] chaussures graissées
- [x] réchaud essayé à la maison
- [ ] bac réservé
===
## Ce que je referais

Partir avant six heures, manger en haut, et laisser la seconde casserole à la maison.
===
**En bref :** réchauffer, nettoyer, laisser une journée, serrer à la main.
===
Les plans du club sont ici : https://plans.example.org/feuilles/abri`),
  calls: lines(`
@ en sait plus que moi.
Est-ce que @ n'avait pas écrit là-dessus il y a quelques années ?
Comme disait @, c'est la dernière chose à essayer.
@, tu repars cette année ?`),
  categories: [
    { name: 'Sentiers', about: 'Les chemins, les lieux, et comment y aller.' },
    { name: 'Atelier', about: 'Ce qui est cassé, et comment on l’a réparé.' },
    { name: 'Matériel', about: 'Ce que nous portons, et comment cela dure.' },
    { name: 'Récits', about: 'Où nous sommes allés et ce que nous y avons trouvé.' },
  ],
  tags: lines(`
cuir
toile
réchauds
cartes
crête
laine
vélos
nœuds
hiver
enfants
outils
couture`),
}
