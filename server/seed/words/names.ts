/** Names of seeded members: a first word and a second, then numbers when all pairs are taken. */
const words = (text: string): readonly string[] => text.trim().split(/\s+/)

export const FIRST = words(`
  elin marek odile tomas ines bram lucie anton salome piet noemie ruben agathe joris mathilde kaspar celeste ivo
  flora emile greta lasse margot nils colette henrik solene otto blanche anders capucine viktor jeanne rasmus
  apolline matteo sidonie jonas heloise emil clemence bastien astrid leon ottilie gaspard linnea basile frida
  armand sunniva felix hanne corentin ylva hugo marit lazare birte oscar estelle alban signe theo`)

export const SECOND = words(`
  larch ferrule thimble cairn bracken tallow gimlet heron lantern sorrel mallet dunnock ashlar rowan tinder juniper
  rasp curlew bellows yarrow tiller willow anvil plover twine alder chisel lapwing saddle thistle awl wren harrow
  clover spindle kestrel hinge bramble trestle martin shuttle hazel sickle siskin bodkin aspen auger dipper canvas
  gorse rivet pipit hawthorn washer linnet mortise sallow swift gusset dogwood cotter merlin ratchet elder`)
