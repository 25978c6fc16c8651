import { useEffect, useRef } from 'preact/hooks'

/** Runs something again and again while the page is looked at: each time so many ms after it ended. */
export function usePolling(run: () => Promise<unknown>, ms: number) {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let ended = false
    const next = async () => {
      if (document.visibilityState === 'visible') await latest.current()
      if (!ended) timer = setTimeout(next, ms)
    }
    // Who comes back to the page sees what is new at once.
    const onVisible = () => {
      if (document.visibilityState !== 'visible') return
      clearTimeout(timer)
      void next()
    }
    timer = setTimeout(next, ms)
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      ended = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisible)
    }
  }, [ms])
}
