import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { inline } from '../inline.tsx'
import type { Kind } from './kind.ts'

export const statement: Kind<FieldOf<'statement'>> = {
  fault: () => ['unknown'],
  draw({ field, level }) {
    const Heading = `h${level}` as const
    return (
      <div part="statement">
        {field.label && <Heading>{inline(field.label)}</Heading>}
        {field.help && <p>{inline(field.help)}</p>}
      </div>
    )
  },
  hold: () => undefined,
}
