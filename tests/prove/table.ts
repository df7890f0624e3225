/** The figures as they were asked for, word for word, in their order. Each is measured by `rows/ID.ts`. */
export interface Figure {
  readonly id: string
  readonly figure: string
  readonly target: string
}

const row = (id: string, figure: string, target: string): Figure => ({ id, figure, target })

export const FIGURES: readonly Figure[] = [
  row(
    'kills',
    'SIGKILL at random moments, embedded (store and router alone in the child)',
    '1,000; 0 acknowledged lost, 0 doubled',
  ),
  row('power', 'power cuts (loop-mounted ext4)', '100; 0 lost'),
  row('faults', 'a fault at every file call of commit, snapshot, reload × 6 kinds', 'every point; 0 lost, 0 ghosts'),
  row('instances', 'two instances on PostgreSQL, kills', '50; 0 lost, 0 half transactions'),
  row('lives', 'random life-cycles with crashes and races against the model', '50,000 runs'),
  row(
    'fuzz',
    "fuzz: every parser that user text, callbacks, ids, dates, documents' names and imports go through",
    '1,000,000 inputs; 0 crashes, 0 wrong escapes',
  ),
  row(
    'outages',
    'notifications through 200 outages and kills of the channels',
    '20,000; 0 lost; doubles only where a channel executed and then reset, each marked',
  ),
  row('load', 'load over 20,000 appeals', '≥ 200 acknowledged messages a second, p99 ≤ 50 ms'),
  row('documents', 'hostile documents in a reload', '200; all quarantined, ≤ 512 MB, 0 questions unanswered meanwhile'),
  row(
    'privileges',
    'privileges: role × command × place (private, unit group, other group, forwarded, edited)',
    'every cell',
  ),
  row(
    'canaries',
    'personal-data canaries through every staff message, export, log, metric and error',
    '1,000; 0 leaks',
  ),
  row(
    'accused',
    "an accused unit's view of confidential appeals (search, cards, exports, statistics of few)",
    '10,000 random cases; 0',
  ),
  row(
    'calendar',
    'calendar: every day 2007–2026 × 3 process time zones against the published days off and make-up days',
    'every day',
  ),
  row('soak', 'soak: 90 simulated days', 'heap flat (± 10 %), no timer or handle left'),
]
