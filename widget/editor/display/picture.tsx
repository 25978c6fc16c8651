/** What a display looks like, as a small picture of a page with the form on it. Decoration: its name is beside it. */
import type { Display, DisplayMode } from '@fieldpost/shared/display.ts'

const WIDTH = 120
const HEIGHT = 76

interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Where the form is, in the picture's units. */
function formBox(mode: DisplayMode, { side, edge }: Pick<Display, 'side' | 'edge'>): Box {
  const far = (width: number) => (side === 'end' ? WIDTH - width - 6 : 6)
  switch (mode) {
    case 'inline':
      return { x: 22, y: 32, width: 76, height: 28 }
    case 'popup':
      return { x: 32, y: 18, width: 56, height: 44 }
    case 'slide-in':
      return { x: far(40), y: 30, width: 40, height: 40 }
    case 'floating':
      return { x: far(30), y: HEIGHT - 18, width: 30, height: 12 }
    case 'bar':
      return { x: 1, y: edge === 'top' ? 1 : HEIGHT - 15, width: WIDTH - 2, height: 14 }
  }
}

export function DisplayPicture({ mode, display }: { mode: DisplayMode; display: Display }) {
  const { x, y, width, height } = formBox(mode, display)
  const small = height < 20
  return (
    <svg class="display-picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <rect class="display-page" x="0.5" y="0.5" width={WIDTH - 1} height={HEIGHT - 1} rx="5" />
      {[12, 19, 26, 64, 71].map((line) => (
        <rect
          key={line}
          class="display-line"
          x="14"
          y={line}
          width={line === 26 ? 50 : 92}
          height="3"
          rx="1.5"
        />
      ))}
      {mode !== 'inline' &&
        [33, 40, 47, 54].map((line) => (
          <rect key={line} class="display-line" x="14" y={line} width="92" height="3" rx="1.5" />
        ))}
      {mode === 'popup' && <rect class="display-veil" width={WIDTH} height={HEIGHT} rx="5" />}
      <rect class="display-form" x={x} y={y} width={width} height={height} rx={small ? height / 2.5 : 4} />
      {small ? (
        <rect
          class="display-word"
          x={x + width / 2 - 8}
          y={y + height / 2 - 1.5}
          width="16"
          height="3"
          rx="1.5"
        />
      ) : (
        <>
          <rect class="display-word" x={x + 6} y={y + 6} width={width * 0.5} height="3" rx="1.5" />
          <rect class="display-word" x={x + 6} y={y + 12} width={width - 12} height="5" rx="2" />
          <rect class="display-word" x={x + 6} y={y + 20} width={width * 0.3} height="4" rx="2" />
        </>
      )}
    </svg>
  )
}
