/** An answer as it is read on its own, in its full length. */
import type { UploadedFile } from '@fieldpost/shared/fields/file.ts'
import type { Field } from '@fieldpost/shared/fields/index.ts'
import { isWebAddress } from '@fieldpost/shared/fields/url.ts'
import { Paperclip } from 'lucide'
import { uploadFile } from '../api.ts'
import { Icon } from '../ui/icon.tsx'
import { partsOf, sizeText } from './answer.ts'

/** What the relay lets a browser show; everything else is a download. */
const SHOWN = /^image\/(png|jpeg|webp|gif)$/

export function AnswerValue({ value, field }: { value: unknown; field: Field | null }) {
  const parts = partsOf(value, field)
  switch (parts.type) {
    case 'none':
      return <span class="soft">Not answered</span>
    case 'text':
      return <Text text={parts.text} kind={field?.kind} />
    case 'list': {
      const items = parts.items.map((item, at) => <li key={at}>{item}</li>)
      return parts.ordered ? <ol class="answer-list">{items}</ol> : <ul class="answer-list">{items}</ul>
    }
    case 'pairs':
      return (
        <dl class="answer-pairs">
          {parts.pairs.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )
    case 'lines':
      return <span class="answer-text">{parts.lines.join('\n')}</span>
    case 'files':
      return (
        <ul class="answer-files">
          {parts.files.map((file) => (
            <li key={file.id}>
              <File file={file} drawn={parts.drawn} />
            </li>
          ))}
        </ul>
      )
  }
}

/** Links only where the kind of the field has checked what they are. */
function Text({ text, kind }: { text: string; kind: string | undefined }) {
  if (kind === 'email') return <a href={`mailto:${encodeURIComponent(text).replace('%40', '@')}`}>{text}</a>
  if (kind === 'url' && isWebAddress(text)) {
    return (
      <a href={text} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    )
  }
  return <span class="answer-text">{text}</span>
}

function File({ file, drawn }: { file: UploadedFile; drawn: boolean }) {
  const isShown = SHOWN.test(file.type)
  return (
    <a class={drawn ? 'answer-file answer-file-drawn' : 'answer-file'} href={uploadFile(file.id)} download>
      {isShown ? (
        <img src={uploadFile(file.id, 'inline')} alt={drawn ? 'Signature' : ''} loading="lazy" />
      ) : (
        <span class="kind-icon">
          <Icon of={Paperclip} />
        </span>
      )}
      <span class="answer-file-words">
        <span>{file.name}</span>
        <span class="small soft">{sizeText(file.size)}</span>
      </span>
    </a>
  )
}
