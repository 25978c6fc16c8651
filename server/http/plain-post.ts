/**
 * A submission from a `<form action>`, of the hosted page or of anybody's own: texts under the form's names, beside
 * which `_key`, `_version` and the like say what a JSON body has outside of its answers. It is answered as browsers
 * need it: on to the thanks, or the form again with everything that was typed.
 */
import { randomUUID } from 'node:crypto'
import { limits } from '@fieldpost/shared/limits.ts'
import { pathOf } from '@fieldpost/shared/logic.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { ProblemCode, ProblemIssue } from '@fieldpost/shared/problem.ts'
import { SubmissionBody } from '@fieldpost/shared/submission.ts'
import type { Context } from 'hono'
import type { Clock } from '../clock.ts'
import { largeFile, words } from '../hosted/words.ts'
import type { Intake } from '../intake/accept.ts'
import { inLanguage } from '../intake/languages.ts'
import { plainAnswers, withDefaults } from '../intake/plain.ts'
import type { Vault } from '../secrets.ts'
import type { VersionRow } from '../store/rows.ts'
import { isUploadField, mostBytes, type UploadField } from '../uploads/take.ts'
import { assertPlain, readBytes } from './body.ts'
import { type Entries, readForm } from './form-data.ts'
import { showForm } from './hosted.ts'
import { readParts } from './multipart.ts'
import { ProblemError, parse } from './problem.ts'
import { formMissing } from './refusal.ts'
import { languagesOf, screenOf, sealThanks, speaksOfAnswers } from './thanks.ts'
import type { UploadGate } from './upload-gate.ts'

/**
 * What goes along with the answers: see `SubmissionBody`. `_origin` is where the first attempt came from, sealed by
 * us, for who corrects it on our page: that page itself may not be among those that the owner has listed.
 */
const RESERVED = ['_key', '_version', '_lang', '_url', '_referrer', '_origin'] as const
type Along = { [Name in (typeof RESERVED)[number]]?: string | undefined }

/** Files of the largest size that a post may have together: they come through one request, in its time. */
const MOST_TOGETHER = 3

export interface PlainDeps {
  publicUrl: string
  uploadGate: UploadGate
  /** Most bytes of one file. */
  uploadBytes: number
  clock: Clock
  intake: Pick<Intake, 'accept' | 'find'>
  vault: Pick<Vault, 'seal' | 'open'>
}

/** What came of a plain post, for who answers it, as a page or as JSON. */
export interface PlainPost {
  form: VersionRow
  body: SubmissionBody
  /** The page that it came from, as the browser gave it now or at the first attempt. */
  origin: string | null
  entries: Entries
  /** The language that was asked for; the browser's is asked when there is none. */
  lang: string | undefined
  /** Issues that the answers' validator cannot see. */
  issues: ProblemIssue[]
}

export async function readPlainPost(c: Context, deps: PlainDeps, formId: string): Promise<PlainPost> {
  const { intake, vault } = deps
  const { entries: all, issues } = await readEntries(c, deps, formId)
  const entries = new Map(all)
  const along: Along = {}
  for (const name of RESERVED) {
    along[name] = entries.get(name)?.[0] || undefined
    entries.delete(name)
  }
  const head = parse(SubmissionBody, {
    answers: {},
    ...(along._key && { key: along._key }),
    ...(along._version && { version: Number(along._version) }),
    context: contextOf(c, along),
  })
  const version = await intake.find(formId, head.version)
  if (typeof version === 'string') throw formMissing(version, formId)
  const form = inLanguage(version, languagesOf(c, along._lang))
  return {
    form,
    lang: along._lang?.slice(0, 64),
    body: { ...head, version: form.version, answers: plainAnswers(form.definition, entries) },
    origin: openOrigin(vault, formId, head.key, along._origin) ?? c.req.header('origin') ?? null,
    entries,
    issues,
  }
}

/** The entries as texts; files, where the form takes some, are taken in and stand for themselves as JSON. */
async function readEntries(
  c: Context,
  { intake, uploadGate, uploadBytes, clock }: PlainDeps,
  formId: string,
): Promise<{ entries: Entries; issues: ProblemIssue[] }> {
  const { raw } = c.req
  const contentType = c.req.header('content-type') ?? ''
  const newest = await intake.find(formId, undefined)
  if (typeof newest === 'string') throw formMissing(newest, formId)
  const fields = fieldsOf(newest.definition).filter(isUploadField)
  if (fields.length === 0 || !raw.body || !/^multipart/i.test(contentType)) {
    const { entries, files } = await readForm(
      await readBytes(raw, limits.bodyBytes),
      contentType,
      limits.jsonKeys,
    )
    return { entries, issues: Array.from(files, noFiles) }
  }
  assertPlain(raw)
  const issues: ProblemIssue[] = []
  const taken = new Map<UploadField, number>()
  const entries = await readParts(raw.body, {
    contentType,
    most: limits.bodyBytes + bytesOf(fields, uploadBytes),
    clock,
    async takeFile({ name, fileName, bytes }) {
      const field = fields.find((field) => field.name === name)
      if (!field) {
        issues.push(noFiles(name))
        return null
      }
      const count = (taken.get(field) ?? 0) + 1
      taken.set(field, count)
      // One too many, for the validator to say so; the others need not be kept for that.
      if (count > mostFiles(field) + 1) return null
      try {
        return JSON.stringify(await uploadGate(c, newest, { field, name: fileName, bytes }))
      } catch (error) {
        const message = error instanceof ProblemError && fileFault(error.code, field, uploadBytes)
        if (!message) throw error
        issues.push({ field: name, code: error.code, message })
        return null
      }
    },
  })
  return { entries, issues }
}

/** What is wrong with one file, to be said at its field; undefined for what stops everything. */
function fileFault(code: ProblemCode, field: UploadField, uploadBytes: number): string | undefined {
  switch (code) {
    case 'upload-empty':
      return words.emptyFile
    case 'upload-too-large':
      return largeFile(mostBytes(field, uploadBytes))
    case 'upload-type':
      return words.fileType
    default:
      return undefined
  }
}

const noFiles = (field: string): ProblemIssue => ({ field, code: 'file', message: words.file })

const mostFiles = (field: UploadField) => (field.kind === 'file' ? field.maxFiles : 1)

/** Most bytes that the files of a form may have together: as many as its fields take, but not without end. */
const bytesOf = (fields: readonly UploadField[], uploadBytes: number): number =>
  Math.min(
    MOST_TOGETHER * uploadBytes,
    fields.reduce((sum, field) => sum + mostFiles(field) * mostBytes(field, uploadBytes), 0),
  )

/** The form once more, for a visitor who has to look at it again: nothing that was typed is lost. */
export function formAgain(
  c: Context,
  { publicUrl, vault }: PlainDeps,
  { form, body, origin, entries, lang }: PlainPost,
  why: { issues: readonly ProblemIssue[] } | 'key-reused',
): Response | Promise<Response> {
  const reused = why === 'key-reused'
  const key = reused || !body.key ? randomUUID() : body.key
  const { origins } = form.definition.settings
  const along: Along = {
    _key: key,
    _version: String(form.version),
    _lang: lang,
    _url: body.context?.url,
    _referrer: body.context?.referrer,
    _origin: origin && origins.includes(origin) ? vault.seal(sealedFor(form.formId, key), origin) : undefined,
  }
  // Without the widget, which knows nothing of what was typed here.
  return showForm(c, publicUrl, reused ? 409 : 422, form, {
    entries,
    along,
    ...(reused ? { notice: words.again } : { issues: why.issues }),
  })
}

/** On to the owner's page, or to ours, for the submission of this id. */
export function onToThanks(c: Context, { vault, clock }: PlainDeps, post: PlainPost, id: string): Response {
  const { form, body, lang } = post
  const { ending } = pathOf(form.definition, withDefaults(fieldsOf(form.definition), body.answers))
  const screen = screenOf(form.definition, ending)
  const query = new URLSearchParams({
    ...(ending && screen !== form.definition.thanks && { ending }),
    ...(lang && { lang }),
    ...(speaksOfAnswers(screen) && { for: sealThanks(vault, form.formId, id, clock.now()) }),
  })
  const thanks = `/f/${encodeURIComponent(form.formId)}/thanks${query.size > 0 ? `?${query}` : ''}`
  return c.body(null, 303, {
    // An owner may write an address with letters that no header can hold; `href` has them encoded.
    location: screen.redirect ? new URL(screen.redirect).href : thanks,
    'cache-control': 'no-store',
  })
}

function contextOf(c: Context, { _url, _referrer }: Along) {
  const url = _url ?? c.req.header('referer')
  const [language] = c.req.header('accept-language')?.split(/[,;]/, 1) ?? []
  return {
    ...(url && { url }),
    ...(_referrer && { referrer: _referrer }),
    ...(language && language !== '*' && { language: language.trim() }),
  }
}

/** A key lets one submission through, so what is sealed for it is of no use for a second one. */
const sealedFor = (formId: string, key: string) => `the origin of ${formId} ${key}`

function openOrigin(
  vault: PlainDeps['vault'],
  formId: string,
  key: string | undefined,
  sealed: string | undefined,
): string | null {
  if (!key || !sealed) return null
  try {
    return vault.open(sealedFor(formId, key), sealed)
  } catch {
    return null
  }
}
