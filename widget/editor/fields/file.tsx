import { type FileGroup, fileGroups } from '@fieldpost/shared/fields/file.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { Paperclip } from 'lucide'
import { Checkbox } from '../ui/choice.tsx'
import type { EditorKind, PanelProps } from './kind.ts'
import { OptionalNumber } from './parts.tsx'

const MEGABYTE = 1_024 * 1_024

const groupWords: Record<FileGroup, string> = {
  image: 'Pictures',
  pdf: 'PDF',
  document: 'Documents',
  spreadsheet: 'Spreadsheets',
  presentation: 'Presentations',
  audio: 'Sound',
  video: 'Video',
  text: 'Plain text',
  archive: 'Archives (ZIP)',
}

function Panel({ field, change }: PanelProps<FieldOf<'file'>>) {
  const accepted = new Set(field.accept)
  return (
    <>
      <div class="pair">
        <OptionalNumber
          label="Files, at most"
          value={field.maxFiles}
          needed
          whole
          min={1}
          max={limits.files}
          set={(maxFiles) => change({ maxFiles })}
        />
        <OptionalNumber
          label="Size of each, at most"
          after="MB"
          value={megabytesOf(field.maxBytes)}
          needed
          min={0.01}
          max={limits.fileBytes / MEGABYTE}
          set={(megabytes) => megabytes && change({ maxBytes: Math.round(megabytes * MEGABYTE) })}
        />
      </div>
      <fieldset class="stack-s">
        <legend class="input-label">Kinds of files</legend>
        <div class="boxes">
          {fileGroups.map((group) => (
            <Checkbox
              key={group}
              label={groupWords[group]}
              checked={accepted.has(group)}
              onChange={(on) =>
                change({
                  accept: fileGroups.filter((each) => (each === group ? on : accepted.has(each))),
                })
              }
            />
          ))}
        </div>
        <p class="input-help">
          Every kind is taken while none is ticked. The relay looks at the content, not at the name.
        </p>
      </fieldset>
    </>
  )
}

/** Rounded to what the input shows. */
const megabytesOf = (bytes: number) => Math.round((bytes / MEGABYTE) * 100) / 100

export const file: EditorKind<'file'> = {
  title: 'File upload',
  description: 'Pictures, documents, a CV',
  also: 'attachment image photo resume cv document',
  icon: Paperclip,
  group: 'Other',
  start: {
    label: '',
    required: false,
    accept: [],
    maxFiles: 1,
    maxBytes: limits.fileBytesDefault,
  },
  Panel,
}
