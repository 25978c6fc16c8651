// Who is compared, and the page that all of them are guests of.

export interface Contestant {
  name: string
  /** What the page's owner puts into the head. */
  head: string
  /** What the owner puts where the form is to stand. */
  place: string
  /** What of the ten questions it does otherwise than the others; printed. */
  limits: readonly string[]
}

/** Taller than what any of them draws, so that a form that only fills its place moves nothing. */
const ROOM_PX = 2_600

const paragraph =
  'We have been making things here for a long while, and we like to hear how they do. ' +
  'Whoever writes to us gets an answer from a person, mostly on the same day, and always in the same week. '

/** A page with text around `#place`. Without room, all that is below moves when a form comes. */
export const hostHtml = (
  { head, place }: Pick<Contestant, 'head' | 'place'>,
  room: boolean,
) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>A shop</title>
    <link rel="icon" href="data:," />
    <style>
      body { max-width: 44rem; margin: 0 auto; padding: 1rem; font: 16px/1.5 sans-serif }
      ${room ? `#place { min-height: ${ROOM_PX}px }` : ''}
    </style>
    ${head}
  </head>
  <body>
    <header><h1>Write to us</h1></header>
    <p>${paragraph.repeat(2)}</p>
    <main id="place">${place}</main>
    ${`<p>${paragraph.repeat(3)}</p>\n`.repeat(8)}
  </body>
</html>
`
