import type { Theme } from '@fieldpost/shared/theme.ts'

/** Fonts that systems have; the first that is there is taken. */
export const fonts = {
  page: '',
  sans: 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif',
  serif:
    'Charter,"Bitstream Charter","Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif",Georgia,serif',
  mono: 'ui-monospace,"SF Mono","Cascadia Code",Menlo,Consolas,"DejaVu Sans Mono",monospace',
  rounded:
    'ui-rounded,"SF Pro Rounded","Hiragino Maru Gothic ProN",Nunito,Quicksand,"Varela Round",Comfortaa,"Trebuchet MS",sans-serif',
} satisfies Record<NonNullable<Theme['font']>, string>
