/** The one word that a display says itself, by language. It is there before the form and its words are loaded. */
const close: Readonly<Record<string, string>> = {
  ar: 'إغلاق',
  de: 'Schließen',
  es: 'Cerrar',
  fr: 'Fermer',
  he: 'סגירה',
  it: 'Chiudi',
  ja: '閉じる',
  nl: 'Sluiten',
  pl: 'Zamknij',
  pt: 'Fechar',
  sv: 'Stäng',
  tr: 'Kapat',
  zh: '关闭',
}

/** For a BCP 47 tag; English for languages that are not here. */
export const closeIn = (tag: string): string => close[tag.slice(0, 2).toLowerCase()] ?? 'Close'
