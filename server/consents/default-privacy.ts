/**
 * What holds of privacy wherever Guildhall runs, until a community says it in its own words. Every sentence of it has to be
 * true of the code: whoever changes what is kept, and how long, changes it here.
 */
import type { Locale } from '../core/i18n.ts'

/** Days, as the community's settings have them. */
type Spans = { readonly drafts: number; readonly notifications: number; readonly erasure: number }

export const DEFAULT_PRIVACY: Readonly<Record<Locale, (spans: Spans) => string>> = {
  en: ({
    drafts,
    notifications,
    erasure,
  }) => `This place keeps what it needs to be a place to talk, and nothing for others: no
advertising, no tracking, no measuring by third parties. Nothing on its pages is loaded from elsewhere.

## What is kept of you

- **Your account**: name, e-mail address, password (as a hash from which it cannot be read back), and what you say of
  yourself. Your address is seen by you and by administrators.
- **What you write**: threads and posts, their earlier versions, pictures and files, reactions. Pictures are made anew
  without the place and the device that cameras write into them. What you delete is out of sight, and moderators can
  still see and restore it.
- **What only you see**: drafts (${drafts} days after the last change), bookmarks, saved searches, what you follow and have
  read, notifications (${notifications} days once they are read, else four times as long).
- **Where you are signed in**: browser, internet address, and when it was last used, so that you can recognise what is not
  you. A sign-in ends after 30 days without use, and after half a year at most.
- **What was done**: a log of what happened here, by the numbers of accounts, and of what staff did. Attempts to sign in
  are counted for two days by internet address.
- **Mails to you**: for a month, in a list that administrators see; their text only until they are sent.

How often a thread is opened is counted, not by whom.

## Cookies

- \`guildhall\` or \`__Host-guildhall\`: keeps you signed in.
- \`lang\`, \`theme\`: the language and the look that you chose, for a year.

None of them is for anything else, so nobody asks you about them. Your browser also keeps what you were writing and some
choices, on your device alone.

## What you can do

- See and change your [profile](/settings/profile), and [who sees it](/settings/privacy).
- Download [all that is known of you](/settings/data).
- Have [your account erased](/settings/erase)${erasure > 0 ? `: it is done after ${erasure} days, and signing in calls it off` : ''}. Your
  name goes out of the texts of others, too. Backups that were made before keep it until they are replaced.
- Ask an administrator whatever this page leaves open.
`,
  fr: ({
    drafts,
    notifications,
    erasure,
  }) => `Ce lieu garde ce qu’il lui faut pour que l’on puisse y parler, et rien pour d’autres\u00a0: pas de
publicité, pas de pistage, pas de mesure par des tiers. Rien sur ses pages n’est chargé d’ailleurs.

## Ce qui est gardé de vous

- **Votre compte**\u00a0: nom, adresse de courriel, mot de passe (sous une forme dont on ne peut le relire), et ce que vous dites
  de vous. Votre adresse est vue de vous et de l’administration.
- **Ce que vous écrivez**\u00a0: fils et messages, leurs versions précédentes, images et fichiers, réactions. Les images sont
  refaites sans le lieu ni l’appareil que les appareils photo y inscrivent. Ce que vous supprimez n’est plus visible, mais la
  modération peut encore le voir et le rétablir.
- **Ce que vous seul voyez**\u00a0: brouillons (${drafts} jours après la dernière modification), marque-pages, recherches
  enregistrées, suivis et lectures, notifications (${notifications} jours une fois lues, sinon quatre fois plus longtemps).
- **Où vous êtes connecté**\u00a0: navigateur, adresse internet et dernière utilisation, pour que vous reconnaissiez ce qui n’est
  pas vous. Une connexion prend fin après 30 jours sans usage, et après six mois au plus.
- **Ce qui s’est passé**\u00a0: un journal de ce qui arrive ici, par numéros de comptes, et de ce que l’équipe a fait. Les essais de
  connexion sont comptés pendant deux jours par adresse internet.
- **Les courriels envoyés**\u00a0: un mois, dans une liste que voit l’administration\u00a0; leur texte seulement jusqu’à l’envoi.

On compte combien de fois un fil est ouvert, pas par qui.

## Cookies

- \`guildhall\` ou \`__Host-guildhall\`\u00a0: vous garde connecté.
- \`lang\`, \`theme\`\u00a0: la langue et l’aspect que vous avez choisis, pendant un an.

Aucun ne sert à autre chose\u00a0: c’est pourquoi personne ne vous interroge à leur sujet. Votre navigateur garde aussi ce que vous
étiez en train d’écrire et quelques choix, sur votre appareil uniquement.

## Ce que vous pouvez faire

- Voir et changer votre [profil](/settings/profile), et [qui le voit](/settings/privacy).
- Télécharger [tout ce qui est connu de vous](/settings/data).
- Faire [effacer votre compte](/settings/erase)${erasure > 0 ? `\u00a0: c’est fait après ${erasure} jours, et une connexion suffit à l’annuler` : ''}. Votre
  nom disparaît aussi des textes des autres. Les sauvegardes faites auparavant le gardent jusqu’à leur remplacement.
- Demander à l’administration ce que cette page laisse ouvert.
`,
}
