/**
 * The types of files that are taken, each with the groups that an owner can ask for and the endings that its files
 * may have, the usual one first. What is not here is refused: programs, pages, pictures with scripts, and what nobody knows.
 */
import type { FileGroup } from '@fieldpost/shared/fields/file.ts'

export interface FileType {
  groups: readonly FileGroup[]
  endings: readonly string[]
}

/** `media type: groups: endings`. */
const table = `
image/jpeg: image: jpg jpeg jpe jfif
image/png: image: png
image/apng: image: png apng
image/gif: image: gif
image/webp: image: webp
image/avif: image: avif
image/heic: image: heic heif
image/heic-sequence: image: heic heif
image/heif: image: heif heic
image/heif-sequence: image: heif heic
image/jxl: image: jxl
image/jp2: image: jp2
image/tiff: image: tif tiff
image/bmp: image: bmp
image/vnd.adobe.photoshop: image: psd
image/x-adobe-dng: image: dng
image/x-canon-cr2: image: cr2
image/x-canon-cr3: image: cr3
image/x-nikon-nef: image: nef
image/x-sony-arw: image: arw
image/x-olympus-orf: image: orf
image/x-fujifilm-raf: image: raf
image/x-panasonic-rw2: image: rw2
application/pdf: pdf: pdf
application/msword: document: doc
application/vnd.openxmlformats-officedocument.wordprocessingml.document: document: docx
application/vnd.oasis.opendocument.text: document: odt
application/vnd.apple.pages: document: pages
application/rtf: document: rtf
application/epub+zip: document: epub
application/vnd.ms-excel: spreadsheet: xls
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: spreadsheet: xlsx
application/vnd.oasis.opendocument.spreadsheet: spreadsheet: ods
application/vnd.apple.numbers: spreadsheet: numbers
text/csv: spreadsheet text: csv
application/vnd.ms-powerpoint: presentation: ppt pps
application/vnd.openxmlformats-officedocument.presentationml.presentation: presentation: pptx
application/vnd.openxmlformats-officedocument.presentationml.slideshow: presentation: ppsx
application/vnd.oasis.opendocument.presentation: presentation: odp
application/vnd.apple.keynote: presentation: key
audio/mpeg: audio: mp3 mp2
audio/mp4: audio: m4a mp4
audio/x-m4a: audio: m4a
audio/aac: audio: aac
audio/wav: audio: wav
audio/ogg: audio: ogg oga opus spx
audio/flac: audio: flac
audio/amr: audio: amr
audio/aiff: audio: aif aiff
audio/x-caf: audio: caf
audio/midi: audio: mid midi
audio/x-ms-asf: audio: wma
video/webm: video audio: webm weba
video/mp4: video: mp4 m4v
video/x-m4v: video: m4v mp4
video/quicktime: video: mov qt
video/matroska: video: mkv
video/vnd.avi: video: avi
video/mpeg: video: mpg mpeg
video/mp2t: video: mts m2ts ts
video/3gpp: video: 3gp
video/3gpp2: video: 3g2
video/ogg: video: ogv
video/x-ms-asf: video: wmv
text/plain: text: txt text md markdown log json yaml yml tsv srt tex
text/calendar: text: ics
text/vcard: text: vcf
text/vtt: text: vtt
application/zip: archive: zip
application/gzip: archive: gz tgz
application/x-tar: archive: tar
application/x-7z-compressed: archive: 7z
application/x-rar-compressed: archive: rar
application/x-bzip2: archive: bz2 tbz
application/x-xz: archive: xz txz
application/zstd: archive: zst
`

/** By media type. */
export const fileTypes: ReadonlyMap<string, FileType> = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [type = '', groups = '', endings = ''] = line.split(': ')
      return [type, { groups: groups.split(' ') as FileGroup[], endings: endings.split(' ') }]
    }),
)

/** What a browser may show of a download when it is asked to: pictures that cannot hold a script. */
export const shownTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])
