/**
 * Files, from visitors and to owners. A visitor's file comes ahead of the submission, as the body of a request of its
 * own that needs no preflight; an owner's download is never anything that a browser runs.
 */
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { UploadReceipt } from '@fieldpost/shared/submission.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Intake } from '../intake/accept.ts'
import { closedText } from '../intake/closed.ts'
import type { Store } from '../store/store.ts'
import { isUploadField, mostBytes } from '../uploads/take.ts'
import { shownTypes } from '../uploads/types.ts'
import type { Uploads } from '../uploads/uploads.ts'
import { assertPlain } from './body.ts'
import { disposition } from './disposition.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { ProblemError } from './problem.ts'
import { parseQuery } from './query.ts'
import { formMissing, originRefused } from './refusal.ts'
import { tooLarge, type UploadGate } from './upload-gate.ts'

/** A name is cut to 200 when it is kept; what is longer than this is no name at all. */
const MOST_NAME = 1_000
/** Of a body that is refused for its size, as much is read and thrown away: its sender hears why only at its end. */
const MOST_DISCARDED = 16 * 1_024 * 1_024
const DISCARD_MS = 10_000

export const UploadQuery = v.object({
  field: v.pipe(
    v.string('field is the name of a field'),
    v.description('The name of the field that it is for.'),
  ),
  name: v.optional(
    v.pipe(
      v.string(),
      v.description('What the file is called.'),
      v.maxLength(MOST_NAME, `name has at most ${MOST_NAME} characters`),
    ),
    '',
  ),
})

export interface UploadDeps {
  intake: Pick<Intake, 'find' | 'closed'>
  store: Pick<Store, 'dropUpload'>
  uploadGate: UploadGate
  uploadBytes: number
  sweeper: { clean(): Promise<void> }
}

export function uploadRoutes({ intake, store, uploadGate, uploadBytes, sweeper }: UploadDeps) {
  async function published(id: string, origin: string | undefined) {
    const form = await intake.find(id, undefined)
    if (typeof form === 'string') throw formMissing(form, id)
    const { origins } = form.definition.settings
    if (origins.length > 0 && !(origin && origins.includes(origin))) throw originRefused()
    return form
  }

  return new Hono()
    .post('/:form/uploads', async (c) => {
      const { raw } = c.req
      assertPlain(raw)
      const form = await published(c.req.param('form'), c.req.header('origin'))
      const reason = await intake.closed(form)
      if (reason) throw new ProblemError('form-closed', closedText(form.definition, reason))
      const query = parseQuery(UploadQuery, c)
      const field = fieldsOf(form.definition).find(({ name }) => name === query.field)
      if (!field || !isUploadField(field)) {
        throw new ProblemError(
          'invalid-query',
          `The form has no field for files with the name ${query.field}.`,
          {
            issues: [{ field: 'field', code: 'field', message: 'This is the name of a field for files' }],
          },
        )
      }
      const most = mostBytes(field, uploadBytes)
      const announced = Number(c.req.header('content-length') ?? 0)
      const bytes = raw.body ?? new Blob([]).stream()
      try {
        if (announced > most) throw tooLarge(most)
        const receipt: UploadReceipt = await uploadGate(c, form, { field, name: query.name, bytes })
        return c.json(receipt, 201)
      } catch (error) {
        if (announced <= MOST_DISCARDED) await discard(bytes)
        throw error
      }
    })
    .delete('/:form/uploads/:id', async (c) => {
      const form = await published(c.req.param('form'), c.req.header('origin'))
      const id = c.req.param('id')
      if (!(await store.dropUpload(form.formId, id))) {
        throw new ProblemError('no-such-upload', `No file that waits for its submission has the id ${id}.`)
      }
      await sweeper.clean()
      return c.body(null, 204)
    })
}

/** Reads to the end what comes in time, within bounds, and keeps nothing of it. */
async function discard(bytes: ReadableStream<Uint8Array>): Promise<void> {
  const reader = bytes.getReader()
  const timer = setTimeout(() => void reader.cancel().catch(() => {}), DISCARD_MS)
  try {
    for (let size = 0; size <= MOST_DISCARDED; ) {
      const { done, value } = await reader.read()
      if (done) return
      size += value.byteLength
    }
    await reader.cancel()
  } catch {
    // Whoever has left needs no answer.
  } finally {
    clearTimeout(timer)
  }
}

const DownloadQuery = v.object({
  inline: v.optional(
    v.pipe(
      v.string(),
      v.description(
        'Lets a browser show a PNG, JPEG, WebP or GIF. Everything else is a download all the same.',
      ),
    ),
  ),
})

interface DownloadDeps {
  store: Pick<Store, 'findUpload'>
  uploads: Pick<Uploads, 'open'>
}

export function downloadRoutes({ store, uploads }: DownloadDeps) {
  return new Hono<OwnerEnv>().get(
    '/uploads/:id',
    operation({
      summary: 'Download a file of a submission',
      about: "Its id is in the answer of the submission's file or signature field.",
      tag: 'submissions',
      query: DownloadQuery,
      answers: { 200: { media: 'application/octet-stream', about: 'The file, with its own media type.' } },
      problems: ['no-such-upload'],
    }),
    async (c) => {
      const id = c.req.param('id')
      const upload = await store.findUpload(c.var.owner.workspaceId, id)
      // Without the body for who asks for none: a stream that nobody reads keeps its file open.
      const bytes = upload && (c.req.method === 'HEAD' ? new Blob([]).stream() : await uploads.open(id))
      if (!bytes)
        throw new ProblemError('no-such-upload', `No file of a submission of yours has the id ${id}.`)
      const isShown = c.req.query('inline') !== undefined && shownTypes.has(upload.type)
      return c.body(bytes, 200, {
        'content-type': upload.type,
        'content-length': String(upload.size),
        'content-disposition': disposition(isShown ? 'inline' : 'attachment', upload.name),
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      })
    },
  )
}
