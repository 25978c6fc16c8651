/** One form: its title, how far it is saved and published, its tabs, and the tab that is open. */
import type { Form } from '@fieldpost/shared/resources.ts'
import {
  AppWindow,
  Blocks,
  GitBranch,
  MessagesSquare,
  Palette,
  Share2,
  SlidersHorizontal,
  TriangleAlert,
  Webhook,
} from 'lucide'
import { useEffect } from 'preact/hooks'
import { BuildTab } from './build/tab.tsx'
import { DesignTab } from './design/tab.tsx'
import { DisplayTab } from './display/tab.tsx'
import type { Draft } from './draft.ts'
import { useDraft } from './drafts.ts'
import { FormBar } from './form-bar.tsx'
import { IntegrationsTab } from './integrations/tab.tsx'
import { LogicTab } from './logic/tab.tsx'
import { troubleOf } from './notices/state.ts'
import { ResponsesTab } from './responses.tsx'
import { type PlainTab, paths, plainTabs, type Route } from './router.ts'
import { SettingsTab } from './settings/tab.tsx'
import { ShareTab } from './share/tab.tsx'
import { Button } from './ui/button.tsx'
import { catchFocus } from './ui/focus.ts'
import { Frame, Title } from './ui/frame.tsx'
import { Icon } from './ui/icon.tsx'
import { Show, Skeleton } from './ui/load.tsx'
import { toastError } from './ui/toast.tsx'

export type FormRoute = Extract<Route, { formId: string }>

export function FormScreen({ route }: { route: FormRoute }) {
  const draft = useDraft(route.formId)
  const now = draft.value.value
  if (now.state === 'ready') return <OpenForm route={route} draft={now.data} />
  return (
    <Frame>
      <Title>Form</Title>
      <h1 class="visually-hidden">Form</h1>
      <Show of={draft} loading={<Skeleton lines={3} tall />}>
        {() => null}
      </Show>
    </Frame>
  )
}

function OpenForm({ route, draft }: { route: FormRoute; draft: Draft }) {
  const { title } = draft.document.value
  const tab = tabOf(route)
  return (
    <Frame
      bar={<FormBar draft={draft} tabs={<Tabs form={draft.form.value} open={tab} />} />}
      width={widths[tab]}
    >
      <Title>{`${title} · ${tabs.find(({ id }) => id === tab)?.label ?? ''}`}</Title>
      {draft.state.value.type === 'conflict' && <Conflict draft={draft} />}
      <Tab route={route} draft={draft} />
    </Frame>
  )
}

function Tab({ route, draft }: { route: FormRoute; draft: Draft }) {
  switch (route.screen) {
    case 'build':
      return <BuildTab draft={draft} />
    case 'design':
      return <DesignTab draft={draft} />
    case 'display':
      return <DisplayTab draft={draft} />
    case 'logic':
      return <LogicTab draft={draft} />
    case 'settings':
      return <SettingsTab draft={draft} />
    case 'responses':
      return <ResponsesTab draft={draft} />
    case 'share':
      return <ShareTab form={draft.form.value} />
    default:
      return <IntegrationsTab route={route} form={draft.form.value} />
  }
}

const tabs = [
  { id: 'build', label: 'Build', icon: Blocks, path: paths.build },
  { id: 'design', label: 'Design', icon: Palette, path: paths.design },
  { id: 'display', label: 'Display', icon: AppWindow, path: paths.display },
  { id: 'logic', label: 'Logic', icon: GitBranch, path: paths.logic },
  { id: 'settings', label: 'Settings', icon: SlidersHorizontal, path: paths.settings },
  { id: 'integrations', label: 'Integrations', icon: Webhook, path: paths.integrations },
  { id: 'responses', label: 'Responses', icon: MessagesSquare, path: paths.responses },
  { id: 'share', label: 'Share', icon: Share2, path: paths.share },
] as const

const widths = {
  build: 'full',
  design: 'full',
  display: 'narrow',
  logic: 'narrow',
  settings: 'narrow',
  integrations: 'narrow',
  responses: 'full',
  share: 'narrow',
} as const satisfies Record<PlainTab | 'integrations', string>

const tabOf = ({ screen }: FormRoute): PlainTab | 'integrations' =>
  plainTabs.find((tab) => tab === screen) ?? 'integrations'

function Tabs({ form, open }: { form: Form; open: string }) {
  return (
    <nav class="tabs" aria-label="Parts of the form">
      {tabs.map(({ id, label, icon, path }) => (
        <a key={id} class="tab" href={path(form.id)} aria-current={id === open ? 'page' : undefined}>
          <Icon of={icon} size={16} />
          {label}
          {id === 'integrations' && <TroubleMark formId={form.id} />}
          {id === 'responses' && form.submissions > 0 && (
            <span class="tab-count">{form.submissions.toLocaleString()}</span>
          )}
        </a>
      ))}
    </nav>
  )
}

function TroubleMark({ formId }: { formId: string }) {
  const trouble = troubleOf(formId)
  if (!trouble) return null
  const words = trouble === 'paused' ? 'a webhook is paused' : 'a webhook is failing'
  return (
    <span class={`tab-mark tab-mark-${trouble}`} title={words}>
      <Icon of={TriangleAlert} size={14} />
      <span class="visually-hidden">{words}</span>
    </span>
  )
}

/** Somebody else, or another tab, saved this form since it was opened. */
function Conflict({ draft }: { draft: Draft }) {
  useEffect(() => {
    document.getElementById('conflict')?.scrollIntoView({ block: 'nearest' })
    // The button that ended it goes with it.
    return catchFocus
  }, [])
  return (
    <div id="conflict" class="banner banner-warn" role="alert">
      <Icon of={TriangleAlert} />
      <div>
        <strong>This form was changed somewhere else, so your last changes are not saved.</strong>
        <p>Keep what is on this screen, or take what was saved there; undo brings yours back then.</p>
      </div>
      <div class="row">
        <Button size="small" onClick={() => void draft.keepMine().catch(toastError)}>
          Keep mine
        </Button>
        <Button size="small" onClick={() => void draft.takeTheirs().catch(toastError)}>
          Take theirs
        </Button>
      </div>
    </div>
  )
}
