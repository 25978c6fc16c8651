import { type FileGroup, fileFault, type UploadedFile } from '@fieldpost/shared/fields/file.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { Component } from 'preact'
import { fill } from '../messages/words.ts'
import { type FieldProps, Group, idOf, tied } from './frame.tsx'
import type { Kind } from './kind.ts'
import { begin, forget, halt, holdFiles, jobs, waiting } from './upload.ts'

/** What a browser's dialogue offers for a group. The relay judges by content; this only spares a vain upload. */
const types: Readonly<Record<FileGroup, string>> = {
  image: 'image/*,.heic,.avif,.jxl,.psd,.dng,.cr2,.cr3,.nef,.arw,.orf,.raf,.rw2',
  pdf: '.pdf',
  document: '.doc,.docx,.odt,.pages,.rtf,.epub',
  spreadsheet: '.xls,.xlsx,.ods,.numbers,.csv',
  presentation: '.ppt,.pps,.pptx,.ppsx,.odp,.key',
  audio: 'audio/*,.m4a,.opus,.wma',
  video: 'video/*,.mkv,.mts',
  text: 'text/*,.md,.log,.json,.yaml,.yml,.srt,.tex',
  archive: '.zip,.gz,.tgz,.tar,.7z,.rar,.bz2,.xz,.zst',
}

/** 1.5 MB, in the language's own way. */
const sizeOf = (bytes: number, lang: string | undefined) =>
  (bytes < 1e6 ? Math.ceil(bytes / 1_024) : bytes / 1_024 ** 2).toLocaleString(lang, {
    style: 'unit',
    unit: bytes < 1e6 ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: 1,
  })

/** Whether a file is one that `accept`, as of an input, asks for: by its ending, or by what the system takes it for. */
const isAccepted = ({ name, type }: File, accept: string) =>
  accept
    .split(',')
    .some((one) =>
      one[0] === '.' ? name.toLowerCase().endsWith(one) : type.startsWith(one.replace('*', '')),
    )

type Props = FieldProps<FieldOf<'file'>>

interface State {
  /** Why files that were chosen are not among the others. */
  notes: readonly string[]
  over: boolean
}

class Files extends Component<Props, State> {
  override state: State = { notes: [], over: false }

  get items() {
    return (this.props.value as UploadedFile[] | undefined) ?? []
  }

  override componentDidMount() {
    addEventListener('online', this.resume)
    // What was left half sent, when the visitor turned to another page.
    this.resume()
  }

  override componentWillUnmount() {
    removeEventListener('online', this.resume)
    this.items.forEach(halt)
  }

  resume = () => {
    for (const item of this.items) {
      const problem = jobs.get(item)?.problem
      if (!problem || problem === 'offline') this.send(item)
    }
  }

  send(item: UploadedFile) {
    const { endpoint, field } = this.props
    const draw = () => this.setState({})
    void begin(item, endpoint, field.name, draw, () => this.props.change([...this.items]))
  }

  add(chosen: readonly File[]) {
    const { field, lang, t, change } = this.props
    const { accept, maxBytes, maxFiles } = field
    const notes: string[] = []
    const added: UploadedFile[] = []
    const wanted = accept.map((group) => types[group]).join()
    for (const file of chosen) {
      const { name, size } = file
      if (size === 0) notes.push(fill(t.files.empty, name))
      else if (wanted && !isAccepted(file, wanted)) notes.push(fill(t.files.wrong, name))
      else if (size > maxBytes) notes.push(fill(t.files.large, name, sizeOf(maxBytes, lang)))
      else if (this.items.length + added.length < maxFiles) added.push(waiting(file, name))
      else if (!notes.includes(fill(t.files.rest, maxFiles))) notes.push(fill(t.files.rest, maxFiles))
    }
    this.setState({ notes, over: false })
    if (added.length === 0) return
    change([...this.items, ...added])
    for (const item of added) this.send(item)
  }

  remove(item: UploadedFile, list: Element | null | undefined) {
    forget(item, this.props.endpoint)
    const rest = this.items.filter((other) => other !== item)
    this.props.change(rest.length > 0 ? rest : undefined)
    // The button is gone; the next thing to do is to choose another.
    list?.querySelector<HTMLElement>('[type=file]')?.focus()
  }

  override render() {
    const { field, lang, t } = this.props
    const { accept, maxBytes, maxFiles } = field
    const { notes, over } = this.state
    const words = t.files
    const hint = [
      accept.length > 0 && accept.map((group) => words.groups[group]).join(', '),
      fill(words.size, sizeOf(maxBytes, lang)),
      maxFiles > 1 && fill(words.count, maxFiles),
    ]
    const { 'aria-describedby': describedBy, 'aria-invalid': invalid } = tied(this.props, idOf(field, 'n'))
    const { items } = this
    return (
      <Group {...this.props}>
        {items.length > 0 && <ul class="options files">{items.map((item) => this.row(item))}</ul>}
        {items.length < maxFiles && (
          <label class={over ? 'drop over' : 'drop'}>
            {/* It lies over the whole area: browsers' own inputs take what is dropped on them. */}
            <input
              type="file"
              part="input"
              id={idOf(field)}
              name={field.name}
              multiple={maxFiles > 1}
              accept={accept.map((group) => types[group]).join() || undefined}
              aria-labelledby={`${idOf(field, 'l')} ${idOf(field, 'c')}`}
              aria-describedby={describedBy}
              aria-invalid={invalid}
              onDragEnter={() => this.setState({ over: true })}
              onDragLeave={() => this.setState({ over: false })}
              onDrop={() => this.setState({ over: false })}
              onChange={({ currentTarget: input }) => {
                const chosen = [...(input.files ?? [])]
                // So that the same file may be chosen again.
                input.value = ''
                this.add(chosen)
              }}
            />
            <span id={idOf(field, 'c')}>{maxFiles > 1 ? words.many : words.choose}</span>
            <small id={idOf(field, 'n')}>{hint.filter(Boolean).join(' · ')}</small>
          </label>
        )}
        <div role="status" class="notes">
          {notes.map((note) => (
            <p key={note} class="error">
              {note}
            </p>
          ))}
          <p class="sr">{items.map((item) => (jobs.has(item) ? '' : `${fill(words.sent, item.name)} `))}</p>
        </div>
      </Group>
    )
  }

  row(item: UploadedFile) {
    const { lang, t } = this.props
    const job = jobs.get(item)
    const { name, size } = item
    const problem = job?.problem
    const words = t.files
    return (
      <li key={job ? job.blob : item.id} class={problem ? 'option file failed' : 'option file'}>
        <span class="file-name">{name}</span>
        <small>{sizeOf(size, lang)}</small>
        {job && !problem && <progress aria-label={fill(words.sending, name)} value={job.part || undefined} />}
        {problem && (
          <p class="error">{fill(words[problem], name, sizeOf(this.props.field.maxBytes, lang))}</p>
        )}
        {problem && (problem === 'failed' || problem === 'offline' || problem === 'refused') && (
          <button
            type="button"
            class="retry"
            onClick={() => {
              this.send(item)
              this.setState({})
            }}
          >
            {words.retry}
          </button>
        )}
        <button
          type="button"
          class="remove"
          aria-label={fill(words.remove, name)}
          onClick={(event) => this.remove(item, event.currentTarget.closest('fieldset'))}
        />
      </li>
    )
  }
}

export const file: Kind<FieldOf<'file'>> = {
  fault: fileFault,
  draw: (props) => <Files {...props} />,
  hold: (_, value) => holdFiles(value, (item) => !fileFault({ maxFiles: 1 }, [item])),
  say: ({ code, message }, t) => (code === 'type' ? t.files.wait : message),
}
