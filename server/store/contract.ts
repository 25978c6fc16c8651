/**
 * The suite that every driver of the store passes. `open` gives a store on fresh data with a clock in the test's
 * hand, and a second one over the same data for what must outlive the first.
 */
import { describe, onTestFinished } from 'vitest'
import { exerciseDeliveries } from './contract/deliveries.ts'
import { exerciseForms } from './contract/forms.ts'
import type { Fixture } from './contract/kit.ts'
import { exerciseLog } from './contract/log.ts'
import { exerciseMachine } from './contract/machine.ts'
import { exerciseNotices } from './contract/notices.ts'
import { exerciseParking } from './contract/parking.ts'
import { exercisePartials } from './contract/partials.ts'
import { exerciseRelay } from './contract/relay.ts'
import { exerciseSubmissions } from './contract/submissions.ts'
import { exerciseUploads } from './contract/uploads.ts'

export function exerciseStore(name: string, open: () => Promise<Fixture>) {
  const opened = async () => {
    const fixture = await open()
    onTestFinished(() => fixture.close())
    return fixture
  }
  describe(name, () => {
    exerciseForms(opened)
    exerciseSubmissions(opened)
    exercisePartials(opened)
    exerciseUploads(opened)
    exerciseDeliveries(opened)
    exerciseParking(opened)
    exerciseLog(opened)
    exerciseNotices(opened)
    exerciseRelay(opened)
    exerciseMachine(opened)
  })
}
