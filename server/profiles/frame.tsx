/** The head of a member's pages: who they are, and the ways to what they wrote. */
import type { ComponentChildren } from 'preact'
import { avatarPath } from '../core/avatars.ts'
import type { MessageKey } from '../core/i18n.ts'
import type { FieldTexts } from '../core/member-fields.ts'
import { Avatar, type Person } from '../site/avatar.tsx'
import { Contours } from '../site/contours.tsx'
import { Submit } from '../site/controls.tsx'
import { FeedLink } from '../site/feeds.tsx'
import { Icon } from '../site/icon.tsx'
import { interactions, type Thing } from '../site/json-ld.tsx'
import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'
import { Time } from '../site/time.tsx'
import { TrustMark } from '../site/trust.tsx'
import { OwnFields } from './fields.tsx'

export type MemberView = Person & {
  readonly trustLevel: number
  readonly createdAt: Date
  /** Whether search engines may list them. */
  readonly indexed: boolean
  /** Null when they do not show it to the viewer; so with the next three. */
  readonly about: string | null
  readonly fields: FieldTexts | null
  readonly postCount: number | null
  readonly lastSeenAt: Date | null
  /** Whether they show the viewer what they wrote. */
  readonly activityShown: boolean
  /** Whether they show it to everybody. */
  readonly activityPublic: boolean
}

export type Looks = {
  /** Whether it is the viewer's own page. */
  readonly own: boolean
  /** Whether the viewer may take the picture away, as staff. */
  readonly pictureRemovable: boolean
}

export type MemberProps = Looks & { readonly page: PageContext; readonly member: MemberView }

export const memberPath = ({ name }: { readonly name: string }): string => `/m/${encodeURIComponent(name)}`

const TABS = [
  { path: '', label: 'profile.overview' },
  { path: '/threads', label: 'profile.threads' },
  { path: '/posts', label: 'profile.posts' },
] as const satisfies readonly { path: string; label: MessageKey }[]

type FrameProps = MemberProps & {
  readonly tab: (typeof TABS)[number]['path']
  readonly children: ComponentChildren
}

export function MemberFrame({ tab, children, ...props }: FrameProps) {
  const { page, member } = props
  const { t } = page
  const path = memberPath(member)
  return (
    <Layout
      page={page}
      title={member.displayName}
      description={member.about ?? ''}
      canonical={`${path}${tab}`}
      // Lists of what stands elsewhere are not for search engines, nor is somebody who has nothing to show.
      indexed={member.indexed && tab === '' && Boolean(member.about || member.postCount)}
      preview={{ type: 'profile', picture: pictureOf(member) }}
      feed={member.activityPublic ? path : null}
      data={() => memberData(page, member)}
    >
      <Head {...props} />
      {member.activityShown && (
        <nav class="tabs" aria-label={t('profile.tabs', { name: member.displayName })}>
          {TABS.map(({ path: end, label }) => (
            <a key={end} href={`${path}${end}`} aria-current={end === tab ? 'page' : undefined}>
              {t(label)}
            </a>
          ))}
        </nav>
      )}
      {children}
      <FeedLink page={page} of={member.activityPublic ? path : null} />
    </Layout>
  )
}

/** Their picture, the size that others show. */
const pictureOf = ({ avatar }: MemberView) => (avatar ? { src: avatarPath(avatar, 384), alt: '' } : null)

/** A member in the words of schema.org: what the page shows of them. */
function memberData({ origin }: PageContext, member: MemberView): Thing[] {
  const { id, name, displayName, about, postCount, createdAt } = member
  const picture = pictureOf(member)
  return [
    {
      '@type': 'ProfilePage',
      url: origin + memberPath(member),
      dateCreated: createdAt.toISOString(),
      mainEntity: {
        '@type': 'Person',
        identifier: String(id),
        name: displayName,
        alternateName: name,
        url: origin + memberPath(member),
        ...(about && { description: about }),
        ...(picture && { image: origin + picture.src }),
        ...(postCount !== null && { agentInteractionStatistic: interactions('Write', postCount) }),
      },
    },
  ]
}

function Head({ page, member, own, pictureRemovable }: MemberProps) {
  const { t } = page
  return (
    <section class="sheet">
      <div class="hero band" data-tone="brand">
        <Contours seed={`member ${member.id}`} height={120} />
      </div>
      <div class="pad stack">
        <div class="row start loose">
          <Avatar page={page} of={member} size="xl" />
          <div class="grow-fit split">
            <div>
              <h1 class="row">
                {member.displayName} <TrustMark page={page} level={member.trustLevel} />
              </h1>
              <p class="quiet">@{member.name}</p>
            </div>
            {pictureRemovable && (
              <form method="post" action={`/members/${member.id}/picture/delete`} data-behavior="busy-submit">
                <Submit class="btn" busy={t('form.deleting')}>
                  {t('picture.remove')}
                </Submit>
              </form>
            )}
            {own && (
              <a class="btn" href="/settings/profile">
                <Icon page={page} name="pencil" />
                {t('member.edit')}
              </a>
            )}
          </div>
        </div>
        <About page={page} member={member} own={own} />
        <OwnFields page={page} values={member.fields} />
        <Facts page={page} member={member} />
      </div>
    </section>
  )
}

function About({ page, member, own }: Omit<MemberProps, 'pictureRemovable'>) {
  const { t } = page
  const { about, displayName: name } = member
  if (about) return <p class="prose as-written">{about}</p>
  if (about === null) return <p class="quiet">{t('profile.kept', { name })}</p>
  return <p class="quiet">{t(own ? 'member.noAboutOwn' : 'member.noAbout', { name })}</p>
}

function Facts({ page, member }: Pick<MemberProps, 'page' | 'member'>) {
  const { t } = page
  return (
    <p class="row">
      {member.postCount !== null && (
        <span class="chip" data-tone="stone">
          <Icon page={page} name="messages-square" />
          {t('member.posts', { count: member.postCount })}
        </span>
      )}
      <span class="chip" data-tone="stone">
        <Icon page={page} name="calendar-days" />
        {t('member.joined')} <Time page={page} at={member.createdAt} style="date" />
      </span>
      {member.lastSeenAt && (
        <span class="chip" data-tone="stone">
          <Icon page={page} name="clock" />
          {t('profile.lastSeen')} <Time page={page} at={member.lastSeenAt} style="relative" />
        </span>
      )}
    </p>
  )
}
