import { Avatar, type Person } from '../site/avatar.tsx'
import { Contours } from '../site/contours.tsx'
import { Submit } from '../site/controls.tsx'
import { Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'
import { Time } from '../site/time.tsx'
import { TrustMark } from '../site/trust.tsx'

type MemberPageProps = {
  readonly page: PageContext
  readonly member: Person & {
    readonly about: string
    readonly trustLevel: number
    readonly postCount: number
    readonly createdAt: Date
  }
  /** Whether it is the viewer's own page. */
  readonly own: boolean
  /** Whether the viewer may take the picture away, as staff. */
  readonly pictureRemovable: boolean
}

export function MemberPage({ page, member, own, pictureRemovable }: MemberPageProps) {
  const { t } = page
  const { name, displayName, about } = member
  return (
    <Layout page={page} title={displayName} description={about} canonical={`/m/${encodeURIComponent(name)}`}>
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
                  {displayName} <TrustMark page={page} level={member.trustLevel} />
                </h1>
                <p class="quiet">@{name}</p>
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
          {about ? (
            <p class="prose as-written">{about}</p>
          ) : (
            <p class="quiet">{t(own ? 'member.noAboutOwn' : 'member.noAbout', { name: displayName })}</p>
          )}
          <p class="row">
            <span class="chip" data-tone="stone">
              <Icon page={page} name="messages-square" />
              {t('member.posts', { count: member.postCount })}
            </span>
            <span class="chip" data-tone="stone">
              <Icon page={page} name="calendar-days" />
              {t('member.joined')} <Time page={page} at={member.createdAt} style="date" />
            </span>
          </p>
        </div>
      </section>
    </Layout>
  )
}
