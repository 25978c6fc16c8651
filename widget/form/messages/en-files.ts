/** The words of files and signatures in English. */
import type { FileWords } from './words.ts'

export const enFiles: FileWords = {
  files: {
    choose: 'Choose a file or drop it here',
    many: 'Choose files or drop them here',
    groups: {
      image: 'Images',
      pdf: 'PDF',
      document: 'Documents',
      spreadsheet: 'Spreadsheets',
      presentation: 'Presentations',
      audio: 'Audio',
      video: 'Video',
      text: 'Text',
      archive: 'Archives',
    },
    size: 'Up to {n}',
    count: 'At most {n} files',
    sending: '{n} is being uploaded',
    sent: '{n} is uploaded',
    large: '{n} is larger than {of}.',
    wrong: '{n} is not of a type that is taken here.',
    empty: '{n} is empty.',
    rest: 'Only {n} are taken. The others were left out.',
    offline: 'You are offline. It is uploaded when you are back.',
    failed: 'This was not uploaded.',
    refused: 'No more files are taken at present.',
    retry: 'Try again',
    remove: 'Remove {n}',
    wait: 'Please wait until everything is uploaded, or remove what cannot be.',
  },
  signature: {
    here: 'Sign here',
    type: 'Or type your name',
    empty: 'Nothing is drawn yet',
    signed: 'Signed',
    wait: 'Your signature is not uploaded yet. Please wait a moment.',
  },
}
