import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { pictureChoiceFault } from '@fieldpost/shared/fields/picture-choice.ts'
import { inline } from '../inline.tsx'
import { inOrder } from './extra.ts'
import { Group } from './frame.tsx'
import type { Kind } from './kind.ts'
import { hintOf, holdOptions, toggled } from './multiple-choice.tsx'
import { holdOption } from './single-choice.tsx'

export const pictureChoice: Kind<FieldOf<'picture-choice'>> = {
  fault: pictureChoiceFault,
  draw(props) {
    const { field, value, change, t, issue } = props
    const { multiple } = field
    const chosen = multiple ? ((value as string[] | undefined) ?? []) : [value]
    return (
      <Group {...props} radio={!multiple} hint={multiple && hintOf(field, t)}>
        <div class="options pictures">
          {inOrder(field, field.options).map((option) => (
            <label key={option.value} class="option picture" part="option">
              {option.image && (
                <img
                  // The words stand below it.
                  alt=""
                  loading="lazy"
                  decoding="async"
                  draggable={false}
                  // The picture's server has no business with who looks at it where.
                  referrerpolicy="no-referrer"
                  src={option.image}
                  // A picture that does not come leaves its words.
                  onError={(event) => {
                    event.currentTarget.hidden = true
                  }}
                />
              )}
              <span class="caption">
                <input
                  type={multiple ? 'checkbox' : 'radio'}
                  name={field.name}
                  value={option.value}
                  checked={chosen.includes(option.value)}
                  onChange={() =>
                    change(multiple ? toggled(field, chosen as string[], option.value) : option.value)
                  }
                  aria-invalid={multiple && issue ? 'true' : undefined}
                />
                <span>{inline(option.label)}</span>
              </span>
            </label>
          ))}
        </div>
      </Group>
    )
  },
  hold: (field, value) => (field.multiple ? holdOptions(field, value) : holdOption(field, value)),
}
