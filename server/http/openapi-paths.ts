/**
 * The document's calls that do not describe themselves beside their routes: visitors', where every microsecond of a
 * route counts, and those of accounts, which a library answers.
 */
import { Definition, formKinds } from '@fieldpost/shared/form.ts'
import type { ProblemCode } from '@fieldpost/shared/problem.ts'
import { SignalBody, SubmissionBody, SubmissionReceipt } from '@fieldpost/shared/submission.ts'
import * as v from 'valibot'
import { operationObject } from './operation.ts'

const PublishedForm = v.object({
  id: v.string(),
  version: v.number(),
  title: v.string(),
  kind: v.picklist(formKinds),
  definition: Definition,
})

const notThere: readonly ProblemCode[] = ['form-not-found', 'form-not-published']

const form = {
  name: 'form',
  in: 'path' as const,
  required: true,
  description: "The form's id.",
  schema: { type: 'string' as const },
}

const visitors = {
  '/v1/forms/{form}': {
    parameters: [form],
    get: operationObject({
      summary: 'Read the published version of a form',
      about: 'Only what a widget needs. Its ETag is the version.',
      tag: 'visitors',
      answers: { 200: PublishedForm, 304: { about: 'Unchanged since the version of If-None-Match.' } },
      problems: notThere,
      open: true,
    }),
  },
  '/v1/forms/{form}/submissions': {
    parameters: [form],
    post: operationObject({
      summary: 'Send a submission',
      about:
        'Answered when the submission and a delivery for each webhook are on disk. `text/plain` is taken as well as ' +
        '`application/json`, which spares pages a preflight. With a `key`, sending again is safe: the first id is ' +
        'answered, and nothing is written twice.',
      tag: 'visitors',
      body: SubmissionBody,
      answers: { 200: SubmissionReceipt, 201: SubmissionReceipt },
      problems: [
        ...notThere,
        'form-closed',
        'invalid-answers',
        'key-reused',
        'origin-refused',
        'too-many-requests',
      ],
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
const KeyCreate = v.object({
  name: v.optional(v.string()),
  /** Seconds. */
  expiresIn: v.optional(v.nullable(v.number())),
})
const keyEntries = { id: v.string(), name: v.nullable(v.string()), expiresAt: v.nullable(v.string()) }
const Keys = v.looseObject({ apiKeys: v.array(v.looseObject(keyEntries)) })

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
      body: KeyCreate,
      answers: { 200: v.looseObject({ ...keyEntries, key: v.string() }) },
    }),
  },
  '/api/auth/api-key/list': {
    get: operationObject({ summary: 'List API keys', tag: 'session', answers: { 200: Keys } }),
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
