/** A member at a glance: a small document of its own, whose article alone a script shows beside their name. */
import { Avatar } from '../site/avatar.tsx'
import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { Time } from '../site/time.tsx'
import { TrustMark, trustName } from '../site/trust.tsx'
import { type MemberView, memberPath } from './frame.tsx'

type CardProps = { readonly page: PageContext; readonly member: MemberView }

export function MemberCard({ page, member }: CardProps) {
  const { t } = page
  const { displayName, about, postCount } = member
  const path = memberPath(member)
  return (
    <>
      <head>
        <meta charset="utf-8" />
        <title>{displayName}</title>
        <meta name="robots" content="noindex" />
        <link rel="canonical" href={page.origin + path} />
      </head>
      <body>
        <main>
          <h1>{displayName}</h1>
          <article class="pop pad stack member-card" aria-label={t('profile.card', { name: displayName })}>
            <div class="row nowrap">
              <Avatar page={page} of={member} size="lg" />
              <div class="grow">
                <p class="b row">
                  {displayName} <TrustMark page={page} level={member.trustLevel} />
                </p>
                <p class="s quiet">
                  @{member.name} <span aria-hidden="true">·</span> {trustName(page.t, member.trustLevel)}
                </p>
              </div>
            </div>
            {about && <p class="s clip">{firstLine(about)}</p>}
            <p class="s quiet row">
              {postCount !== null && <span>{t('member.posts', { count: postCount })}</span>}
              <span>
                {t('member.joined')} <Time page={page} at={member.createdAt} style="date" />
              </span>
            </p>
            <p class="row">
              <a class="btn sm" href={path}>
                <Icon page={page} name="user" class="sm" />
                {t('nav.profile')}
              </a>
            </p>
          </article>
        </main>
      </body>
    </>
  )
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''
