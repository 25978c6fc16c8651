/** What is around every screen: the head with the way home and the account, and the room for the rest. */
import { BookOpen, Compass, Inbox, KeyRound, LogOut, Monitor, Moon, Sun } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { getInbox, signOut } from '../api.ts'
import { NoticeStrip } from '../notices/strip.tsx'
import { paths } from '../router.ts'
import { askWho, router, who } from '../state.ts'
import { type Appearance, appearance, appearances } from './appearance.ts'
import { LinkButton } from './button.tsx'
import { Empty } from './load.tsx'
import { Menu } from './menu.tsx'
import { toastError } from './toast.tsx'

interface FrameProps {
  children: ComponentChildren
  /** Below the head, over the whole width: a form's title and tabs. */
  bar?: ComponentChildren
  width?: 'narrow' | 'normal' | 'full'
}

export function Frame({ children, bar, width = 'normal' }: FrameProps) {
  return (
    <div class="frame">
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href={paths.forms}>
          <Mark />
          Fieldpost
        </a>
        <Account />
      </header>
      {who.value.state === 'signed-in' && <NoticeStrip />}
      {bar}
      <main id="main" tabIndex={-1} class={`main main-${width}`}>
        {children}
      </main>
    </div>
  )
}

function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M10 25V7.5h11.5l-3.2 4.25L21.5 16H10" />
    </svg>
  )
}

/** The name of the screen: the page's title, so that tabs and screen readers tell screens apart. */
export function Title({ children }: { children: string }) {
  useEffect(() => {
    document.title = children === 'Fieldpost' ? children : `${children} · Fieldpost`
  }, [children])
  return null
}

const looks: Record<Appearance, { label: string; icon: typeof Sun }> = {
  auto: { label: 'Like the system', icon: Monitor },
  light: { label: 'Light', icon: Sun },
  dark: { label: 'Dark', icon: Moon },
}

function Account() {
  const now = who.value
  const next = appearances[(appearances.indexOf(appearance.value) + 1) % appearances.length] ?? 'auto'
  const look = {
    label: `Appearance: ${looks[appearance.value].label.toLowerCase()}`,
    icon: looks[appearance.value].icon,
    run: () => {
      appearance.value = next
    },
  }
  if (now.state !== 'signed-in') return null
  const { user, workspace } = now.session
  return (
    <Menu
      label={`Account of ${user.name}`}
      head={
        <div class="menu-head">
          <strong>{user.name}</strong>
          <p class="small soft">{user.email}</p>
          <p class="small soft">{workspace.name}</p>
        </div>
      }
      items={[
        {
          label: 'Inbox for webhooks',
          icon: Inbox,
          run: () => void getInbox().then(({ token }) => router.navigate(paths.inbox(token)), toastError),
        },
        { label: 'API keys', icon: KeyRound, href: paths.apiKeys },
        { label: 'API documentation', icon: BookOpen, href: '/api/docs' },
        look,
        {
          label: 'Sign out',
          icon: LogOut,
          run: () => void signOut().then(askWho).catch(toastError),
        },
      ]}
    >
      <span class="avatar" aria-hidden="true">
        {initials(user.name)}
      </span>
      <span class="visually-hidden">Account of {user.name}</span>
    </Menu>
  )
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('') || '?'

export function NotFound() {
  return (
    <Frame>
      <Title>Not found</Title>
      <h1 class="visually-hidden">Not found</h1>
      <Empty icon={Compass} title="There is nothing at this address">
        <p>The link may be old, or a letter of it got lost.</p>
        <LinkButton href={paths.forms}>All forms</LinkButton>
      </Empty>
    </Frame>
  )
}

/** A small page of its own, for who is not inside yet. */
export function Gate({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <main class="gate">
      <Title>{title}</Title>
      <div class="gate-card">
        <p class="gate-brand">
          <Mark size={32} />
          Fieldpost
        </p>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}
