import { signatureFault, type UploadedFile } from '@fieldpost/shared/fields/file.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { Component } from 'preact'
import { type FieldProps, Group, idOf, tied } from './frame.tsx'
import type { Kind } from './kind.ts'
import { begin, forget, halt, holdFiles, jobs, waiting } from './upload.ts'

/** The picture, in pixels: enough for a screen of twice the usual density. */
const WIDTH = 1_200
const HEIGHT = 400
const LINE = 5
/** Black on white, also in a dark form: it is looked at on paper later. */
const INK = '#12161c'
const PAPER = '#fff'
/** Somebody who has not gone on signing for so long has signed. */
const REST_MS = 700

type Props = FieldProps<FieldOf<'signature'>>
type Point = readonly [x: number, y: number]

/** What was drawn, or the name to draw instead. */
interface Drawing {
  strokes: readonly (readonly Point[])[]
  name: string
}

/** By the item of its picture: to go on with when the visitor comes back to the page. */
const drawings = new WeakMap<UploadedFile, Drawing>()
const nothing: Drawing = { strokes: [], name: '' }

class Signature extends Component<Props> {
  canvas: HTMLCanvasElement | null = null
  drawing: Drawing = nothing
  /** While the pointer is down. */
  stroke: Point[] | undefined
  timer: ReturnType<typeof setTimeout> | undefined

  get item() {
    return (this.props.value as UploadedFile[] | undefined)?.[0]
  }

  override componentDidMount() {
    const { item } = this
    this.drawing = (item && drawings.get(item)) ?? nothing
    this.paint()
    // The visitor turned to another page before it was there.
    if (item && jobs.has(item)) this.rest(item)
    addEventListener('online', this.resume)
  }

  override componentWillUnmount() {
    removeEventListener('online', this.resume)
    clearTimeout(this.timer)
    if (this.item) halt(this.item)
  }

  override componentDidUpdate() {
    // Taken back by the form's own button.
    if (!this.item && this.drawing !== nothing) this.set(nothing)
  }

  resume = () => {
    if (this.item && jobs.get(this.item)?.problem) this.send(this.item)
  }

  send(item: UploadedFile) {
    const { endpoint, field } = this.props
    void begin(
      item,
      endpoint,
      field.name,
      () => {},
      () => {
        // Another picture may have taken its place.
        if (this.item === item) this.props.change([item])
      },
    )
  }

  set(drawing: Drawing) {
    this.drawing = drawing
    this.paint()
    clearTimeout(this.timer)
    if (this.item) forget(this.item, this.props.endpoint)
    if (drawing.strokes.length === 0 && !drawing.name.trim()) {
      if (this.item) this.props.change(undefined)
      return
    }
    // It stands for the picture until there is one, so that nobody goes on without it.
    const item = waiting(new Blob(), 'signature.png')
    drawings.set(item, drawing)
    this.props.change([item])
    this.rest(item)
  }

  /** Makes a picture of it and uploads that, when nothing has been drawn for a while. */
  rest(item: UploadedFile) {
    this.timer = setTimeout(() => {
      this.canvas?.toBlob((blob) => {
        const job = jobs.get(item)
        if (!blob || !job || this.item !== item) return
        job.blob = blob
        item.size = blob.size
        this.send(item)
      }, 'image/png')
    }, REST_MS)
  }

  paint() {
    const { canvas, drawing, stroke } = this
    const pen = canvas?.getContext('2d')
    if (!pen) return
    pen.fillStyle = PAPER
    pen.fillRect(0, 0, WIDTH, HEIGHT)
    pen.fillStyle = pen.strokeStyle = INK
    pen.lineWidth = LINE
    pen.lineCap = pen.lineJoin = 'round'
    const { name, strokes } = drawing
    if (name) {
      const size = Math.min(150, (WIDTH * 1.7) / name.length)
      pen.font = `italic ${size}px "Snell Roundhand", "Segoe Script", cursive`
      pen.textAlign = 'center'
      pen.textBaseline = 'middle'
      pen.fillText(name, WIDTH / 2, HEIGHT / 2, WIDTH * 0.92)
    }
    for (const points of stroke ? [...strokes, stroke] : strokes) {
      const [first, ...rest] = points
      if (!first) continue
      pen.beginPath()
      pen.moveTo(...first)
      let last = first
      // Through the middles between the points, the points pulling: a line without corners.
      for (const point of rest) {
        pen.quadraticCurveTo(...last, (last[0] + point[0]) / 2, (last[1] + point[1]) / 2)
        last = point
      }
      pen.lineTo(...last)
      pen.stroke()
    }
  }

  pointOf(event: MouseEvent): Point {
    const { left, top, width, height } = (event.target as Element).getBoundingClientRect()
    return [((event.clientX - left) / width) * WIDTH, ((event.clientY - top) / height) * HEIGHT]
  }

  override render() {
    const { field, t } = this.props
    const { item, drawing } = this
    const { 'aria-describedby': describedBy, 'aria-invalid': invalid } = tied(this.props)
    const words = t.signature
    const problem = item && jobs.get(item)?.problem
    const done = item && !jobs.has(item)
    return (
      // A line that went wrong can be taken back, also where there must be one.
      <Group
        {...this.props}
        field={{ ...field, required: false }}
        optional={this.props.optional && !field.required}
        clear
      >
        <div class="pad">
          <canvas
            ref={(canvas) => {
              this.canvas = canvas
            }}
            width={WIDTH}
            height={HEIGHT}
            role="img"
            aria-label={item ? words.signed : words.empty}
            onPointerDown={(event) => {
              if (event.button !== 0) return
              event.currentTarget.setPointerCapture(event.pointerId)
              clearTimeout(this.timer)
              this.drawing = { ...this.drawing, name: '' }
              this.stroke = [this.pointOf(event)]
              this.paint()
            }}
            onPointerMove={(event) => {
              if (!this.stroke) return
              // Browsers gather what happened between two frames.
              const events = event.getCoalescedEvents?.() ?? []
              for (const one of events.length > 0 ? events : [event]) this.stroke.push(this.pointOf(one))
              this.paint()
            }}
            onLostPointerCapture={() => {
              if (!this.stroke) return
              const strokes = [...this.drawing.strokes, this.stroke]
              this.stroke = undefined
              this.set({ strokes, name: '' })
            }}
          />
          <span class="here" aria-hidden="true">
            {done ? `✓ ${words.signed}` : words.here}
          </span>
        </div>
        <label class="field">
          <span>{words.type}</span>
          <input
            class="input"
            part="input"
            id={idOf(field)}
            name={field.name}
            autocomplete="name"
            value={drawing.name}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            onInput={(event) => this.set({ strokes: [], name: event.currentTarget.value })}
          />
        </label>
        {item && problem && (
          <p class="error retry" role="status">
            {t.files[problem].replace('{n}', item.name)}{' '}
            <button
              type="button"
              onClick={() => {
                this.send(item)
                this.setState({})
              }}
            >
              {t.files.retry}
            </button>
          </p>
        )}
      </Group>
    )
  }
}

export const signature: Kind<FieldOf<'signature'>> = {
  fault: signatureFault,
  draw: (props) => <Signature {...props} />,
  hold: (_, value) => holdFiles(value, (item) => !signatureFault(null, [item])),
  say: ({ code, message }, t) => (code === 'type' ? t.signature.wait : message),
}
