import { lines, parts, type Words } from './words.ts'

export const en: Words = {
  slots: {
    kit: lines(`
the old stove
my canvas tent
the two-man shelter
a pair of leather boots
the folding saw
my grandfather's axe
the steel canoe
a wool blanket
the head torch
the cargo bike
the pressure cooker
my external frame pack
the treadle sewing machine
a secondhand drysuit
the brass lantern
the paraffin heater
my cross-country skis
the hand-cranked radio
a three-speed hub
the cast-iron pan`),
    part: lines(`
the zip
the pump cup
the lower bearing
the fuel line
the left buckle
the seam tape
the gasket
the chain ring
the waist strap
the thread of the valve
the tension wire
the sole
the ferrule
the switch
the pole sleeve
the freewheel`),
    place: lines(`
the north ridge
the tarn below the quarry
the ford at Ellerby
the bothy on the pass
the old railway line
the birch wood
the estuary path
the second stile
the upper meadow
the ferry landing
the sheepfold
the moor above the mast
the gorge bridge
the orchard campsite`),
    remedy: lines(`
beeswax
a drop of light oil
two coats of linseed
contact cement
seam sealer
fine sandpaper
a heat gun on low
a soak in warm vinegar
silicone grease
waxed thread and a sailmaker's needle
a brass brush
plain soap`),
    season: lines(`
early March
the week after Easter
the first frost
late October
midsummer
the wet half of November
a dry September
the thaw`),
    span: lines(`
a week
two winters
four hundred kilometres
most of a year
eleven nights
the whole of last season
three washes
a single afternoon`),
  },
  titles: lines(`
Which way round {place}?
How do you mend {part} of {kit}?
{kit} after {span}: what held and what did not
Is {place} passable in {season}?
What I learned from taking {kit} apart
{remedy} or nothing: what do you use on {part}?
Water near {place}
Looking for company to {place} in {season}
A slow trip report: {place}
Where to find spare parts for {kit}
The smallest repair kit that you still trust
Anyone tried {remedy} on {kit}?
Why does {part} fail first?
Sleeping out in {season} with {kit}
Paths that changed near {place}
Photographs of {place}, twenty years apart
Lend and borrow: {kit}
First night out with a child at {place}
Noise from {part}, only when it is cold
The case against {remedy}
What do you carry for {span} away from home?
Mapping the springs around {place}
Workshop evening: {part}
Do not throw {kit} away
Quiet corners of {place}
Weight or comfort in {season}?
Before you buy {kit}
A gate is gone at {place}
Notes from the repair table, {season}
How long should {part} last?`),
  questions: lines(`
I am planning {span} around {place} and would like to hear from those who have been there in {season}.
After {span} of use, {part} of {kit} has given up, and I would rather mend it than replace it.
Has anybody here used {remedy} on {kit} and lived to tell?
I picked up {kit} at a jumble sale and know nothing about it.
The guidebook says one thing about {place} and the signpost another.
My neighbour swears by {remedy}; my father swore at it.
Every time it rains, {part} of {kit} lets water in, and I have run out of ideas.
We would like to take six children to {place} in {season}, and two of them have never slept outdoors.
What follows is long, because I wish somebody had written it down before I set off.
There is a rattle from {part} that stops as soon as anyone else listens.
I have a weekend, a small budget and {kit} in pieces on the kitchen table.
Last spring I asked about {place}, and here is the answer that I found for myself.
Please talk me out of buying {kit}.
The shop wants more for {part} than I paid for {kit}.
We met at {place}, argued about {remedy} for an hour, and promised to ask here.`),
  sentences: lines(`
The left fork is dry until June, and the stile at its end is new.
Take the ridge if the wind is below forty, and the valley if it is not.
There is a stove in the bothy, a saw on the wall and a visitors' book that nobody has signed since {season}.
My map shows a wall where the fence stands now, so go by the fence.
I clean {part} with {remedy} once a year and have never had to do more.
It took {span} before the first stitch came loose.
Do not force {part}; warm it first and it turns by itself.
Half of the trouble is old grease, and the other half is new grease on top of it.
We camped below {place} and had the whole hillside to ourselves.
The last bus leaves at ten past six, and it does not wait for anyone.
Somebody has painted the waymarks again, which helps in fog.
A thimble, two needles and a reel of waxed thread weigh less than a bar of chocolate.
What the shop calls waterproof I would call shy of rain.
I keep {kit} in the hall, because what is in the attic is never used.
In {season} the ground is soft enough to turn an ankle and too hard for a peg.
Measure twice, write it down, and then measure the other one as well.
The farmer at the top is friendly if you close the gate and less so if you do not.
With {remedy} the noise went away for {span}, then came back in another key.
You can hear the stream from there, but you cannot reach it without a rope.
I have carried {kit} over {place} twice and would not do so a third time.
A bicycle tube cut into strips holds almost anything together until you are home.
The bolts are imperial, the nuts are metric, and the man who mixed them is long gone.
If you boil it first the bark comes off in one piece.
Nobody tells you that the descent is the hard part.
Our record is nine people in a hut made for four.
{part} was the only thing that I had to replace, and it cost less than the postage.
There is a spring thirty paces east of {place}, marked by a flat stone.
After the second day you stop counting and start looking.
The manual is wrong about the order: the washer goes on before the spring.
I tried {remedy} on a scrap first, and I am glad that I did.
Wool smells when wet, but it keeps you warm while it smells.
We turned back at {place} because the cornice looked tired.
Two small nails are better than one long one.
A friend with steady hands is the best clamp.
It is not beautiful, but it has not moved in {span}.
Anyone who has walked it in {season} will know which puddle I mean.
Ask at the post office for the key, and bring it back before five.
The trick is to let the glue go dull before you press the halves together.
I would leave {part} alone unless it leaks.
Rain came in from the west at four, just as the radio had said.
You will want gloves, because the edge is sharper than it looks.
There are three fords on that route, and the middle one decides your day.
Cheap pegs bend once; good ones bend back.
The light up there in {season} is worth every blister.
She showed me how to whip a rope's end, and I have not bought tape since.
My rule is that anything with a screw can be opened, and anything with a rivet can wait.
The dog found the path before we did.
In the end we slept in the barn, with the owner's blessing and his cat.
Carry the spare in your pocket, not in the bag that is on the horse.
If the flame is yellow the jet is dirty.
I marked every joint with chalk before taking {kit} apart.
A bothy without a broom is a bothy without friends.
The old ferry runs again on Saturdays until {season}.
It is twelve kilometres by road and seven over {place}, and the seven take longer.
Use the short screws, because the long ones come out on the other side.
Frost lifts the stones a little every year, so the cairns wander.
He had mended the same kettle since 1974, and he was proud of every dent.
A candle stub will ease a zip and light a stove.
{kit} packs smaller than you think once you take the poles out.
The bridge was down, so we followed the cattle to where they cross.
It hummed at first, then whistled, then stopped altogether.
Whoever built that wall knew what water does.
You can buy a replacement for {part}, or file one from a hinge in an evening.
The hut warden makes soup for whoever splits the wood.
I was wrong about {remedy}, and I said so at the workshop.
The tide table is on the door, and it is not a suggestion.
Pack the stove last, because it is the first thing that you will want.
Loosen all four before you tighten one.
The compass was fine; it was the knife beside it that pointed north.
Clouds on {place} before nine mean rain by noon.
We shared a thermos with two strangers, and we write to each other still.
A darn should be looser than the cloth around it.
Every spring somebody tries to drive that track, and every spring there is a tractor.
It needs a drop, not a bath.
The view is better from the lower shoulder, where hardly anyone stops.
Save the old one, since its thread is the pattern for the new one.
With {kit} in both hands you cannot hold a map, which is how we came to {place}.
The shelter is dry apart from the corner that everybody wants.
My hands were cold for {span}, and then I learned to wear the thin pair under the thick one.
A tin lid and two rivets will close a hole of that size.
The path is on the wrong side of the wall, but so is everybody else.
I would rather carry water than trust that tap.
If it squeaks, tighten it; if it groans, loosen it.
The owner of the sawmill gives offcuts to anyone who asks.
Allow an hour more than the sign says, and two with children.
Three of us held the canvas while the fourth looked for the needle.
Steel remembers how it was bent.
It will hold for a season, and by then you will have learned to do it better.
The midges rise at eight and go to bed at ten, like the rest of us.
Old maps name every field, and the names tell you where it floods.
I drew {part} on paper before I touched it, and the drawing is now on the workshop wall.
The best repair is the one that the next person can undo.
We heard the deer long before we saw the wood.
Never leave {kit} standing on wet stone overnight.
{remedy} does for leather what porridge does for people.
The signal comes back at {place}, so that is where everyone stops to say that they are late.
You can tell a good knot by how easily it comes undone.
I have kept a list of what I did not use, and it is longer than the list of what I did.
The caretaker said to try again in {season}, when the water is lower.
A wedge of apple wood has held that handle for eleven years.
Fill the cracks before you paint, not after.
There was ice on the inside of the tent and frogs on the outside.
Put the heavy things between your shoulders and the wet things on top.
The museum in town has the same model, and they let me look inside.
It is a long way down for a short look at the sea.
I would do it again, but with fewer socks.
Ropes do not like the sun any more than I do.
If {part} turns freely and does not wobble, leave the rest to the next owner.
The trail register had one name in it, from {season}.
A drop of paint on the nut shows whether it has moved.
You do not need the special tool, but you will wish that you had it.
We started by the light of the moon and had breakfast on {place}.
The blacksmith charged us a loaf of bread.
My first attempt was crooked and my second was straight but too short.
When the wind drops, the cold comes out of the ground.
The children carried the small stones, and the wall has their gaps in it.
Check {part} in the morning, because in the evening you will be too tired to care.
It smelled of smoke for {span}, and I miss it now.
A spare key hangs behind the third slate.
The whole thing weighs less than the box that it came in.
Turn the pack upside down and the missing piece falls out, always.
Boil the water even if it is clear, and most of all if a sheep is looking at you.
There is no shame in going round.
The repair café takes place on the last Thursday, and there is cake.
I used {remedy} because it was what I had, and it turned out to be right.
Follow the line of posts until one is missing, then wait for the fog to lift.
We left a bundle of dry wood for whoever comes next.
The thread was worn, so I cut a new one a size up.
{kit} is heavier than the new ones, and it will outlive them.
Somewhere between the ford and the wood I lost a glove and my hurry.
The label says not to iron it, and the label is right.
Sharpen it before you need it.
One of us reads the map and the other one reads the weather, and we trade at lunch.
A sound that changes with speed is a bearing; one that does not is a stone in the mudguard.
It is easier to ask the village than the internet.
The ground sheet is the part that I would buy new.
From {place} you can see both lighthouses on a clear evening.
We measured it with a stick, because the tape was at home.
If the seam is older than you, sew beside it and not through it.
The river had moved, and the path had not been told.
A hot drink at the right moment is worth an extra layer.
Take the photograph before you take it apart.
I have never regretted turning round early.
The frame had been brazed once before, by somebody better than me.
In {season} the hut is closed, but the porch is not.
Let it dry in the shade for two days, however much you want it back.
They graze bulls there from May, which is not on the sign.
The most useful thing in my pack is a metre of string.
You get used to the rattle and then you miss it.
It held over {place} in a crosswind, and that is all the testing that I need.
Ask for the second-hand shelf in the back; the good parts are under it.
A cloth bag breathes, and so should you.
There are more stars up there than I have names for.
We took turns with the heavy end.
I have put the drawing in the library of the co-operative, for whoever needs it.
The old glue comes off with warm water and patience, mostly patience.
Nobody has ever come back from {place} in a worse mood.`),
  short: lines(`
Thank you, that did it.
Same here, and in the same spot.
I went the other way, **twice**, and saw no stile at all.
Bring the one with the *blue* handle.
Agreed, though I would let it dry for longer.
Could you post a photograph of {part}?
It was open on Sunday.
No, and I have looked.
We did that with {remedy}, and it held.
I will be there, with soup.
That is the best explanation of {part} that I have read.
Not in {season}, I hope.
I stand corrected.
How much did it weigh in the end?
Try \`{remedy}\` first, then ask again.
The key is behind the slate.
Mine lasted {span}.
Is the bridge at {place} up again?
Good to hear from you after all this time.
Seconded.
I have two of them, so one could be yours.
Which side of {place} do you mean?
You are braver than I am.
We tried, and it rained.
Done, and it took less than an hour.`),
  blocks: parts(`
- Take off the cover and keep the screws in a tin.
- Brush {part} with {remedy}.
- Wait until it is dull.
- Put it all back in the same order.
===
1. From the station, follow the river to {place}.
2. Cross where the cattle cross.
3. Keep the wall on your left until it ends.
===
| What | Weight | Lasted |
| --- | ---: | --- |
| {kit} | 1,450 g | {span} |
| a spare for {part} | 40 g | not used |
| {remedy} | 15 g | one evening |
===
> The best repair is the one that the next person can undo.
===
\`\`\`
pitch   1.25 mm
bore    12 mm
length  48 mm, measured cold
\`\`\`
===
\`\`\`js
// How far a litre of water takes you, from my notes of {season}.
const litres = kilometres => Math.ceil(kilometres / 7 + 0.5)
console.log(litres(19))
\`\`\`
===
- [x] boots greased
- [x] stove tried at home
- [ ] ferry booked
- [ ] somebody told where we are
===
## What I would do again

Start before six, eat at {place}, and leave the second pan at home.
===
**In short:** warm it, clean it with {remedy}, leave {part} alone for a day, then tighten by hand.
===
The club keeps its plans at https://plans.example.org/sheets/shelter and its minutes nowhere.`),
  calls: lines(`
@ knows more about {part} than I do.
Did @ not write about {place} some years ago?
As @ said, {remedy} is the last thing to try.
@, are you going in {season} again?`),
  categories: [
    { name: 'Trail talk', about: 'Paths, places and how to get there.' },
    { name: 'Repair table', about: 'What is broken, and how it was mended.' },
    { name: 'Kit and care', about: 'What we carry, and how it lasts.' },
    { name: 'Trip reports', about: 'Where we went and what came of it.' },
    { name: 'Workshop evenings', about: 'The last Thursday of the month.' },
    { name: 'Boats and water', about: 'Canoes, tides and dry bags.' },
    { name: 'Camp kitchen', about: 'Stoves, pans and what to put in them.' },
    { name: 'Lend and borrow', about: 'Things that wait in somebody’s attic.' },
  ],
  tags: lines(`
leather
canvas
stoves
maps
ridge
wool
bicycles
knots
winter
children
tools
water
sewing
bothies
wood
lamps
skis
rust
trains
night
canoes
weather
recipes
second-hand`),
}
