/** The pages of administration. */
export { AdminCategories, AdminCategoryForm } from './views/categories.tsx'
export { AdminDashboard } from './views/dashboard.tsx'
export { AdminGroup, AdminGroups } from './views/groups.tsx'
export { AdminMail, AdminOutbox } from './views/outbox.tsx'
export { AdminPermissions } from './views/permissions.tsx'
export { AdminSettings } from './views/settings.tsx'
export { AdminTag, AdminTags, DeleteTag } from './views/tags.tsx'
export { AdminWebhook, AdminWebhooks, DeleteWebhook } from './views/webhooks.tsx'
