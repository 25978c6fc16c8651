/**
 * The document's calls that do not describe themselves beside their routes: visitors', where every microsecond of a
 * route counts, and those of accounts, which a library answers.
 */
import { ApiKeys, MadeApiKey, NewApiKey } from '@fieldpost/shared/api-key.ts'
import { Definition, formKinds } from '@fieldpost/shared/form.ts'
import type { ProblemCode } from '@fieldpost/shared/problem.ts'
import { Settings } from '@fieldpost/shared/settings.ts'
import { SignalBody, SubmissionBody, SubmissionReceipt, UploadReceipt } from '@fieldpost/shared/submission.ts'
import * as v from 'valibot'
import { operationObject } from './operation.ts'
import { UploadQuery } from './uploads.ts'

const PublishedForm = v.object({
  id: v.string(),
  version: v.number(),
  title: v.string(),
  kind: v.picklist(formKinds),
  /** The language of its words, and of `definition.settings.language`. */
  language: v.string(),
  /** Present while it takes no answers; `text` is the owner's, or empty. */
  closed: v.optional(v.object({ reason: v.picklist(['early', 'late', 'full']), text: v.string() })),
  definition: v.object({
    ...v.omit(Definition.pipe[0], ['settings', 'translations']).entries,
    settings: v.omit(Settings, ['origins', 'opensAt', 'closesAt', 'quota', 'closedText', 'partialMinutes']),
  }),
})

const notThere: readonly ProblemCode[] = ['form-not-found', 'form-not-published']

const form = {
  name: 'form',
  in: 'path' as const,
  required: true,
  description: "The form's id.",
  schema: { type: 'string' as const },
}

const lang = {
  name: 'lang',
  in: 'query' as const,
  required: false,
  description:
    'The language that is wished for, like `pt-BR`, or several with commas between them, best first. The nearest that ' +
    'the form has is given, or else its own.',
  schema: { type: 'string' as const },
}

const submission = operationObject({
  summary: 'Send a submission',
  about:
    'Answered when the submission and a delivery for each webhook are on disk. `text/plain` is taken as well as ' +
    '`application/json`, which spares pages a preflight. With a `key`, sending again is safe: the first id is ' +
    'answered, and nothing is written twice.\n\n' +
    'With `partial`, answers are kept that are not finished: nothing is required of them, and the next ones with the ' +
    'same `key` take their place. The first are answered with 201 and an id, the following with 200 and the same id ' +
    '(`duplicate` is false: something changed). Those without `partial` complete the submission under that id, with ' +
    '201. What comes after that changes nothing, and is answered with 200 and `duplicate`. Webhooks that take ' +
    '`form.submission.partial` are told once of what was left for the minutes that the form says. ' +
    'Of forms without the setting `partial` it is refused.\n\n' +
    'When the form is not open yet, not any more, or has as many submissions as it takes, the answer is 410 and ' +
    '`detail` says why; what was taken before is known even then.\n\n' +
    "A plain `<form action>` may send here too. Its inputs have the names of the form's fields; several of one " +
    'name are several options. Parts of an answer come as `name[part]`: the rows of a matrix (`grid[food]`), the ' +
    'lines of an address (`home[city]`), the places of a ranking (`order[1]`), and own words in place of an option ' +
    '(`drink[other]`). Beside them it may send `_key`, `_version`, `_lang`, `_url` and `_referrer`; other names ' +
    'that begin with `_` have no meaning yet. Such a post is answered with 303 to the thanks, or to the page that ' +
    'the owner set, and what is wrong is shown on a page with all that was typed, unless it asks for JSON in ' +
    '`Accept`. Answers that the rules do not show are left out. Files come as parts of `multipart/form-data`.',
  tag: 'visitors',
  body: SubmissionBody,
  answers: {
    200: SubmissionReceipt,
    201: SubmissionReceipt,
    303: { about: 'A plain form was taken: on to the thanks.' },
  },
  problems: [
    ...notThere,
    'form-closed',
    'invalid-answers',
    'key-reused',
    'malformed-form',
    'origin-refused',
    'too-many-requests',
  ],
  open: true,
})

/** What a plain form sends, which is only texts. */
const plainForm = {
  schema: {
    type: 'object' as const,
    properties: {
      _key: { type: 'string' as const, format: 'uuid' },
      _version: { type: 'integer' as const },
      _url: { type: 'string' as const },
      _referrer: { type: 'string' as const },
    },
    additionalProperties: {
      anyOf: [{ type: 'string' as const }, { type: 'array' as const, items: { type: 'string' as const } }],
    },
  },
}

const visitors = {
  '/f/{form}': {
    parameters: [form],
    get: {
      ...operationObject({
        summary: 'Show a form as a page of its own',
        about:
          'Works without scripts. Parameters of the address fill in the fields that they name, or that name them as ' +
          'their parameter; a consent is never given that way, nor is a file. Without `lang`, the browser says in ' +
          'which language. Failures are pages too, and so is what a form says that is closed.',
        tag: 'visitors',
        answers: { 200: { media: 'text/html', about: 'The form.' } },
        problems: [...notThere, 'origin-refused'],
        open: true,
      }),
      parameters: [lang],
    },
  },
  '/f/{form}/thanks': {
    parameters: [form],
    get: {
      ...operationObject({
        summary: "Show a form's thanks",
        tag: 'visitors',
        answers: { 200: { media: 'text/html', about: 'The thanks.' } },
        problems: notThere,
        open: true,
      }),
      parameters: [
        lang,
        {
          name: 'ending',
          in: 'query' as const,
          required: false,
          description: 'The id of another ending, which a rule chose.',
          schema: { type: 'string' as const },
        },
        {
          name: 'for',
          in: 'query' as const,
          required: false,
          description:
            'Names a submission, sealed by the relay, whose answers are put into the words for an hour.',
          schema: { type: 'string' as const },
        },
      ],
    },
  },
  '/v1/forms/{form}': {
    parameters: [form],
    get: {
      ...operationObject({
        summary: 'Read the published version of a form',
        about:
          'Only what a widget needs, in one language. Its ETag changes with the version, the language, and when it ' +
          'opens or closes.',
        tag: 'visitors',
        answers: { 200: PublishedForm, 304: { about: 'Unchanged since If-None-Match.' } },
        problems: notThere,
        open: true,
      }),
      parameters: [lang],
    },
  },
  '/v1/forms/{form}/submissions': {
    parameters: [form],
    post: {
      ...submission,
      requestBody: {
        required: true,
        content: {
          ...submission.requestBody?.content,
          'application/x-www-form-urlencoded': plainForm,
          'multipart/form-data': plainForm,
        },
      },
    },
  },
  '/v1/forms/{form}/uploads': {
    parameters: [form],
    post: {
      ...operationObject({
        summary: 'Send a file ahead of the submission that it belongs to',
        about:
          'The body is the file as it is, of any content type. What it is, the relay finds out by its content: ' +
          'programs, pages and SVG are taken nowhere. The answer is one item of what the ' +
          "field's answer is then a list of. A file that no submission names within a day is deleted.",
        tag: 'visitors',
        query: UploadQuery,
        answers: { 201: UploadReceipt },
        problems: [
          ...notThere,
          'broken-off',
          'content-encoding',
          'origin-refused',
          'too-many-requests',
          'upload-empty',
          'upload-too-large',
          'upload-type',
        ],
        open: true,
      }),
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } },
      },
    },
  },
  '/v1/forms/{form}/uploads/{id}': {
    parameters: [form, { ...form, name: 'id', description: "The file's id." }],
    delete: operationObject({
      summary: 'Take a file back',
      about: 'While no submission has it. A browser on another site asks for permission first.',
      tag: 'visitors',
      answers: { 204: { about: 'It is gone.' } },
      problems: [...notThere, 'no-such-upload', 'origin-refused'],
      open: true,
    }),
  },
  '/v1/forms/{form}/signals': {
    parameters: [form],
    post: operationObject({
      summary: 'Count a view, a start, a page or an abandoned form',
      about: 'For the report. Nothing about the visitor is kept.',
      tag: 'visitors',
      body: SignalBody,
      answers: { 204: { about: 'It is counted.' } },
      problems: notThere,
      open: true,
    }),
  },
}

const Credentials = v.object({
  email: v.string(),
  password: v.string(),
  rememberMe: v.optional(v.boolean()),
})

const accounts = {
  '/api/auth/sign-in/email': {
    post: operationObject({
      summary: 'Sign in',
      about: 'Sets the session cookie.',
      tag: 'session',
      body: Credentials,
      answers: { 200: { about: 'Signed in.' } },
      problems: ['wrong-credentials', 'too-many-requests', 'not-allowed'],
      open: true,
    }),
  },
  '/api/auth/sign-out': {
    post: operationObject({
      summary: 'Sign out',
      tag: 'session',
      answers: { 200: { about: 'Signed out.' } },
    }),
  },
  '/api/auth/api-key/create': {
    post: operationObject({
      summary: 'Make an API key',
      about:
        'The key is shown in this answer and never again. `expiresIn` is in seconds; without it the key stays good.',
      tag: 'session',
      body: v.partial(NewApiKey),
      answers: { 200: MadeApiKey },
    }),
  },
  '/api/auth/api-key/list': {
    get: operationObject({ summary: 'List API keys', tag: 'session', answers: { 200: ApiKeys } }),
  },
  '/api/auth/api-key/delete': {
    post: operationObject({
      summary: 'Delete an API key',
      tag: 'session',
      body: v.object({ keyId: v.string() }),
      answers: { 200: { about: 'It is no longer good.' } },
      problems: ['not-found'],
    }),
  },
}

export const otherPaths = { ...visitors, ...accounts }
