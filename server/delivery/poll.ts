/** One lease that waits for something to be due: what it is for, and how it is woken. */
import type { WebhookRow } from '../store/rows.ts'

export interface Poll {
  workspaceId: string
  webhookId: string
  listener: string
  /** What it is about to be given: as good as out already, because others look in the meantime. */
  reserved: number
  /** Nobody waits for it any more. */
  isOver: boolean
  wake(): void
  /** From now on what wakes it counts. */
  arm(): void
  /** Until it is woken, since it was armed, or for so many milliseconds. */
  wait(ms: number): Promise<void>
}

export function createPoll({ id, workspaceId }: WebhookRow, listener: string): Poll {
  let isWoken = false
  let resume = () => {}
  return {
    workspaceId,
    webhookId: id,
    listener,
    reserved: 0,
    isOver: false,
    wake() {
      isWoken = true
      resume()
    },
    arm() {
      isWoken = false
    },
    wait(ms) {
      if (isWoken) return Promise.resolve()
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        resume = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    },
  }
}
