import { Catalog } from '../model/catalog.ts'
import categories from './categories.json' with { type: 'json' }
import city from './city.json' with { type: 'json' }
import cues from './cues.json' with { type: 'json' }
import danger from './danger.json' with { type: 'json' }
import grounds from './grounds.json' with { type: 'json' }
import kinds from './kinds.json' with { type: 'json' }
import limits from './limits.json' with { type: 'json' }
import units from './units.json' with { type: 'json' }

/** The shipped catalogue: a made-up city, to be replaced by one's own. A mistake in it ends the start. */
export const catalog: Catalog = Catalog.parse({
  ...city,
  units,
  categories,
  otherwise: 'other',
  kinds,
  cues,
  limits: limits.profiles,
  silence: limits.silence,
  grounds,
  danger: danger.words,
  harmless: danger.harmless,
})
