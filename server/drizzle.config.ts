/** For `drizzle-kit generate`, which writes the next migration out of a changed schema. */
import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './store/sqlite/schema.ts',
  out: './store/sqlite/migrations',
})
