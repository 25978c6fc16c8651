/** An owner's pattern as every engine is given it: the whole text must match. */
export const wholePattern = (source: string) => `^(?:${source})$`
