/** `/api/docs`: the OpenAPI document as a page to read, without a script and without anything from elsewhere. */
import { problemCodes } from '@fieldpost/shared/problem.ts'
import { html } from 'hono/html'

/** What the page reads of the document; see `openapi.ts`, which makes it. */
export interface ApiDocument {
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Call | undefined>>
  components: { schemas: Record<string, Schema> }
}

interface Call {
  summary: string
  description?: string
  tags: string[]
  /** Empty where anybody may call. */
  security?: []
  parameters?: { name: string; in: string; schema: Schema }[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, { description: string; content?: Content; 'x-codes'?: string[] }>
}
type Content = Record<string, { schema: Schema }>

interface Schema {
  $ref?: string
  type?: string | string[]
  description?: string
  const?: unknown
  enum?: unknown[]
  default?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  required?: string[]
  [keyword: string]: unknown
}

type Html = ReturnType<typeof html>

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

export function docsPage({ info, servers, tags, paths, components }: ApiDocument): Html {
  const calls = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const call = item[method]
      return call ? [{ method: method.toUpperCase(), path, ...call }] : []
    }),
  )
  const groups = tags.map((tag) => ({ ...tag, calls: calls.filter((call) => call.tags.includes(tag.name)) }))
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${info.title} ${info.version}: HTTP</title>
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<nav aria-label="Contents">
<p><strong>${info.title}</strong> ${info.version}</p>
${groups.map(
  ({ name, calls }) => html`<details open><summary>${title(name)}</summary><ul>
${calls.map((call) => html`<li><a href="#${callId(call)}">${call.summary}</a></li>`)}
</ul></details>`,
)}
<ul><li><a href="#schemas">Schemas</a></li><li><a href="#problems">Problems</a></li></ul>
</nav>
<main>
<h1>HTTP</h1>
<p>${prose(info.description)}</p>
<p>Owners' calls take an API key, or the cookie of a signed-in browser. The same as a document for machines:
<a href="/api/openapi.json">openapi.json</a>.</p>
<pre><code>curl -H "Authorization: Bearer KEY" ${servers[0]?.url ?? ''}/api/forms</code></pre>
${groups.map(
  ({ name, description, calls }) => html`<section aria-labelledby="${name}">
<h2 id="${name}">${title(name)}</h2>
<p>${prose(description)}</p>
${calls.map(callSection)}
</section>`,
)}
<section aria-labelledby="schemas">
<h2 id="schemas">Schemas</h2>
${Object.entries(components.schemas).map(
  ([name, schema]) => html`<h3 id="schema-${name}">${name}</h3>${schemaBlock(schema)}`,
)}
</section>
<section aria-labelledby="problems">
<h2 id="problems">Problems</h2>
<p>Every failure is <code>application/problem+json</code> with one of these as its <code>code</code>. Codes stay as they
are; <code>title</code> and <code>detail</code> are for people and may change.</p>
<div class="wide"><table><thead><tr><th>Code</th><th>Status</th><th>Means</th></tr></thead><tbody>
${problemCodes.map(
  ({ code, status, title }) =>
    html`<tr id="problem-${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`,
)}
</tbody></table></div>
</section>
</main>
</body>
</html>`
}

const title = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)
const callId = ({ method, path }: { method: string; path: string }) =>
  `${method}-${path}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')

function callSection(call: Call & { method: string; path: string }): Html {
  const { method, path, summary, description, security, parameters = [], requestBody, responses } = call
  const query = parameters.filter((parameter) => parameter.in === 'query')
  return html`<article id="${callId(call)}">
<h3>${summary}</h3>
<p class="call"><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code>${
    security?.length === 0 ? html` <span class="open">open to anybody</span>` : ''
  }</p>
${description ? html`<p>${prose(description)}</p>` : ''}
${
  query.length > 0
    ? html`<h4>Parameters</h4><dl>${query.map(
        ({ name, schema }) =>
          html`<dt><code>${name}</code></dt><dd>${schema.description ? html`${prose(schema.description)} ` : ''}${inline({ ...schema, description: '' })}</dd>`,
      )}</dl>`
    : ''
}
${
  requestBody
    ? html`<h4>Body${requestBody.required ? '' : ' (may be left out)'}</h4>${contentBlock(requestBody.content)}`
    : ''
}
<h4>Answers</h4>
<dl>${Object.entries(responses).map(([status, response]) => {
    const codes = response['x-codes']
    return html`<dt>${status}</dt><dd>${
      codes
        ? codes.map(
            (code, index) =>
              html`${index > 0 ? ', ' : ''}<a href="#problem-${code}"><code>${code}</code></a>`,
          )
        : html`${response.content ? contentBlock(response.content) : prose(response.description)}`
    }</dd>`
  })}</dl>
</article>`
}

const contentBlock = (content: Content) =>
  Object.entries(content).map(([type, { schema }]) =>
    type === 'application/json' ? schemaBlock(schema) : html`<p><code>${type}</code></p>`,
  )

/** A schema as a list of its properties where it has any, else in a line. */
function schemaBlock(schema: Schema): Html {
  if (!schema.properties) return html`<div>${inline(schema)}</div>`
  const required = new Set(schema.required)
  return html`<dl class="schema">${Object.entries(schema.properties).map(
    ([name, property]) =>
      html`<dt><code>${name}</code>${required.has(name) ? '' : html` <small>optional</small>`}</dt>
<dd>${inline(property)}</dd>`,
  )}</dl>`
}

const KEYWORDS = [
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'maxProperties',
]

function inline(schema: Schema): Html {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return html`<a href="#schema-${name}">${name}</a>`
  }
  const options = schema.anyOf ?? schema.oneOf
  if (options) return html`${options.map((one, index) => html`${index > 0 ? ' or ' : ''}${inline(one)}`)}`
  if (schema.enum) return html`one of ${joined(schema.enum)}${rules(schema)}`
  if ('const' in schema) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (schema.items) return html`list of ${inline(schema.items)}${rules(schema)}`
  if (schema.properties) return schemaBlock(schema)
  if (typeof schema.additionalProperties === 'object') {
    return html`object, each value ${inline(schema.additionalProperties)}${rules(schema)}`
  }
  return html`${[schema.type ?? 'any value'].flat().join(' or ')}${rules(schema)}`
}

const joined = (values: unknown[]) =>
  values.map((value, index) => html`${index > 0 ? ', ' : ''}<code>${JSON.stringify(value)}</code>`)

function rules(schema: Schema): Html {
  const said = KEYWORDS.filter((keyword) => keyword in schema).map(
    (keyword) => html`, ${keyword} <code>${String(schema[keyword])}</code>`,
  )
  const usual = 'default' in schema ? html`, <code>${JSON.stringify(schema.default)}</code> when absent` : ''
  return html`${said}${usual}`
}

/** Text in which `code` is marked with backticks. */
const prose = (text: string) =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))

export const docsStyle = `
:root { color-scheme: light dark; --text: light-dark(#1d2330, #e4e7ee); --soft: light-dark(#5a6375, #a3acbd);
  --line: light-dark(#dde1e8, #333a48); --ground: light-dark(#fff, #14171d); --panel: light-dark(#f5f6f9, #1c2028);
  --link: light-dark(#2450c8, #8fb0ff); }
* { box-sizing: border-box }
body { margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 1fr); color: var(--text);
  background: var(--ground); font: 1rem/1.55 system-ui, sans-serif }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1.25rem; background: var(--panel);
  border-right: 1px solid var(--line); font-size: .9rem }
nav ul { list-style: none; margin: .25rem 0 1rem; padding: 0 }
nav li a { display: block; padding: .2rem 0 }
summary { cursor: pointer; font-weight: 600; padding: .2rem 0 }
main { padding: 2rem clamp(1rem, 4vw, 3.5rem) 6rem; max-width: 60rem }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance }
h2 { margin: 3.5rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line) }
h3 { margin: 2.5rem 0 .5rem }
h4 { margin: 1.25rem 0 .25rem; font-size: .85rem; color: var(--soft) }
a { color: var(--link); text-underline-offset: .15em }
:target { scroll-margin-top: 1rem; background: var(--panel); outline: 2px solid var(--link); outline-offset: 4px }
code { font: .875em ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere }
pre { padding: 1rem; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; overflow: auto }
.method { display: inline-block; min-width: 4.25rem; padding: .1rem .5rem; border-radius: 6px; text-align: center;
  font: 600 .8rem ui-monospace, monospace; color: #fff; background: #4a5568 }
.method.get { background: #1c64b4 } .method.post { background: #1d7a4a }
.method.patch { background: #8a5a00 } .method.delete { background: #b3312c }
.open, small { color: var(--soft); font-size: .85rem }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr); gap: .3rem 1.25rem; margin: .25rem 0 }
dd, dd > p { margin: 0 }
dl dl { padding-left: .75rem; border-left: 2px solid var(--line) }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
td:first-child { white-space: nowrap }
@media (max-width: 48rem) {
  body { display: block }
  nav { position: static; height: auto; max-height: 45vh; border: 0; border-bottom: 1px solid var(--line) }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0 } dt { margin-top: .5rem }
}
`
