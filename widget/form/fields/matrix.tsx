import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { matrixFault } from '@fieldpost/shared/fields/matrix.ts'
import { inline } from '../inline.tsx'
import { inOrder } from './extra.ts'
import { Group, idOf } from './frame.tsx'
import type { Kind } from './kind.ts'

/** More columns than this are read better as a list under each row, however wide the form is. */
const MOST_COLUMNS = 7

/**
 * A group of radios for each row. Not a table: where it is narrow, the columns' words stand at the radios, and a
 * table that is no longer laid out as one is none to a screen reader.
 */
export const matrix: Kind<FieldOf<'matrix'>> = {
  fault: matrixFault,
  draw(props) {
    const { field, change, issue } = props
    const { columns } = field
    const value = (props.value ?? {}) as Record<string, string>
    return (
      <Group {...props} clear>
        <div
          class={columns.length > MOST_COLUMNS ? 'matrix' : 'matrix wide'}
          style={{ '--columns': columns.length }}
        >
          <div class="line head" aria-hidden="true">
            <span />
            {columns.map((column) => (
              <span key={column.value}>{inline(column.label, true)}</span>
            ))}
          </div>
          {inOrder(field, field.rows).map((row, index) => {
            const id = (part: string, at: string | number = '') => idOf(field, `${part}${index}-${at}`)
            const open = !Object.hasOwn(value, row.value)
            return (
              <div
                key={row.value}
                class="line"
                role="radiogroup"
                aria-labelledby={id('r')}
                aria-required={field.required ? 'true' : undefined}
                aria-invalid={issue && open ? 'true' : undefined}
              >
                <span class="row-name" id={id('r')}>
                  {inline(row.label)}
                </span>
                {columns.map((column, at) => (
                  <label key={column.value} class="option" part="option">
                    <input
                      type="radio"
                      // The first row's are found by the field's name; each row is a group of its own.
                      name={index ? `${field.name}[${index}]` : field.name}
                      aria-labelledby={`${id('r')} ${id('c', at)}`}
                      checked={value[row.value] === column.value}
                      onChange={() => change({ ...value, [row.value]: column.value })}
                    />
                    <span id={id('c', at)}>{inline(column.label)}</span>
                  </label>
                ))}
              </div>
            )
          })}
        </div>
      </Group>
    )
  },
  hold({ rows, columns }, value) {
    const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
    const held = rows.flatMap((row) => {
      const column =
        Object.hasOwn(given, row.value) && columns.find(({ value }) => value === given[row.value])
      return column ? [[row.value, column.value]] : []
    })
    return held.length > 0 ? Object.fromEntries(held) : undefined
  },
}
