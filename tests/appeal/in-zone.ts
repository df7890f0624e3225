import { registrationDeadlines } from '../../bot/appeal/time/deadlines.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { plusMs } from '../../bot/model/instant.ts'
import { calendar } from './cases.ts'

/** What is counted in this process, whose time zone is set from outside; run by the calendar's test. */
const HOURS_BETWEEN = 131
const deadlines = Array.from({ length: 60 }, (_, i) =>
  plusMs('2026-01-01T00:30:00.000Z', i * HOURS_BETWEEN * 3_600_000),
).flatMap((now) =>
  ['arrears', 'utilities', 'legacy'].flatMap((category) => registrationDeadlines(category, { now, catalog, calendar })),
)
const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions()
process.stdout.write(JSON.stringify({ zone, deadlines }))
