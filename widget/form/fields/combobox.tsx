/** A dropdown with a search: the editable combobox with list autocomplete of the ARIA Authoring Practices. */
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { Component } from 'preact'
import { enSearch } from '../messages/en-search.ts'
import { fill } from '../messages/words.ts'
import { parts } from '../parts.ts'
import styles from './combobox.css?inline'
import { inOrder } from './extra.ts'
import { type FieldProps, idOf, Single, tied } from './frame.tsx'
import type { Part } from './index.ts'

type Props = FieldProps<FieldOf<'dropdown'>>

interface State {
  /** What is typed; undefined while the chosen option is shown. */
  text: string | undefined
  open: boolean
  /** Of the option that Enter would choose, among those that match; -1 for none. */
  active: number
}

const closed: State = { text: undefined, open: false, active: -1 }

/** Without case and accents, so that "sao" finds "São Tomé". */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

class Combobox extends Component<Props, State> {
  override state = closed
  list: HTMLElement | null = null
  /** Whether the list was open when it was drawn last. */
  opened = false

  matching() {
    const { field } = this.props
    const wanted = plain(this.state.text ?? '')
    const all = inOrder(field, field.options)
    const found = all.filter((option) => plain(option.label).includes(wanted))
    // What begins with it is meant more often than what has it inside.
    return wanted
      ? [
          ...found.filter((option) => plain(option.label).startsWith(wanted)),
          ...found.filter((option) => !plain(option.label).startsWith(wanted)),
        ]
      : all
  }

  choose(value: string | undefined) {
    this.setState(closed)
    this.props.change(value)
  }

  /** Leaves with what was typed, where that is an option, or as it was; nothing typed is no answer. */
  leave = () => {
    const { text } = this.state
    if (text === undefined) return this.setState(closed)
    if (!text.trim()) return this.choose(undefined)
    const same = this.props.field.options.filter((option) => plain(option.label) === plain(text))
    if (same.length === 1) this.choose(same[0]?.value)
    else this.setState(closed)
  }

  open(by: number) {
    const options = this.matching()
    const { active, open } = this.state
    const chosen = options.findIndex((option) => option.value === this.props.value)
    const from = open && active >= 0 ? active : !open && chosen >= 0 ? chosen - by : by > 0 ? -1 : 0
    this.setState({
      open: true,
      active: options.length > 0 ? (from + by + options.length) % options.length : -1,
    })
  }

  key = (event: KeyboardEvent) => {
    const { open, active } = this.state
    const options = this.matching()
    if (event.isComposing) return
    if (event.key === 'ArrowDown') this.open(1)
    else if (event.key === 'ArrowUp') this.open(-1)
    else if (event.key === 'Enter' && open) {
      const option = options[active]
      if (option) this.choose(option.value)
      else this.leave()
    } else if (event.key === 'Escape' && (open || this.state.text !== undefined)) {
      this.setState(closed)
      // What the form stands in does not close with it.
      event.stopPropagation()
    } else return
    event.preventDefault()
  }

  override componentDidUpdate() {
    const { list } = this
    const { open } = this.state
    // Below the window's edge, or that of the panel which it stands in, nobody sees what the keys choose.
    if (open && !this.opened) list?.scrollIntoView({ block: 'nearest' })
    this.opened = open
    const active = list?.children[this.state.active] as HTMLElement | undefined
    if (!list || !active) return
    // Not scrollIntoView, which would move the page at each key, too.
    const { offsetTop: top, offsetHeight: height } = active
    if (top < list.scrollTop) list.scrollTop = top
    else if (top + height > list.scrollTop + list.clientHeight)
      list.scrollTop = top + height - list.clientHeight
  }

  override render() {
    const { field, value, t } = this.props
    const { text, open, active } = this.state
    const options = open ? this.matching() : []
    const list = idOf(field, 'o')
    const chosen = field.options.find((option) => option.value === value)
    return (
      <Single {...this.props}>
        <div class="select">
          <input
            class="input"
            part="input"
            id={idOf(field)}
            name={field.name}
            role="combobox"
            autocomplete="off"
            spellcheck={false}
            aria-autocomplete="list"
            aria-expanded={open && options.length > 0}
            aria-controls={list}
            aria-activedescendant={open && active >= 0 ? `${list}-${active}` : undefined}
            placeholder={field.placeholder || t.choose}
            value={text ?? chosen?.label ?? ''}
            onInput={({ currentTarget: { value } }) =>
              this.setState({ text: value, open: true, active: value.trim() ? 0 : -1 })
            }
            onClick={() => this.setState({ open: !open || text !== undefined })}
            onKeyDown={this.key}
            onBlur={this.leave}
            {...tied(this.props)}
          />
          <div
            class="list"
            ref={(list) => {
              this.list = list
            }}
            id={list}
            role="listbox"
            aria-labelledby={idOf(field, 'l')}
            hidden={!open || options.length === 0}
            // The focus stays in the input, also while the list is scrolled.
            onMouseDown={(event) => event.preventDefault()}
          >
            {options.map((option, index) => (
              <div
                key={option.value}
                id={`${list}-${index}`}
                role="option"
                tabIndex={-1}
                onClick={() => this.choose(option.value)}
                onKeyDown={this.key}
                aria-selected={option.value === value}
                class={index === active ? 'active' : undefined}
              >
                {option.label}
              </div>
            ))}
          </div>
          {open && options.length === 0 && <p class="list none">{t.search.none}</p>}
        </div>
        <p class="sr" role="status">
          {open && text !== undefined
            ? options.length > 0
              ? fill(t.search.found, options.length)
              : t.search.none
            : ''}
        </p>
      </Single>
    )
  }
}

export const part: Part = {
  kinds: {},
  extras: {
    combobox(props) {
      const { field } = props
      const { text } = parts
      // An input holds words alone.
      const options =
        text && field.options.map((option) => ({ ...option, label: text.plainText(option.label) }))
      return <Combobox {...props} field={options ? { ...field, options } : field} />
    },
  },
  styles,
  words: enSearch,
}
