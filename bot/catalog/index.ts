import type { Catalog } from '../model/catalog.ts'
import categories from './categories.json' with { type: 'json' }
import city from './city.json' with { type: 'json' }
import cues from './cues.json' with { type: 'json' }
import danger from './danger.json' with { type: 'json' }
import endings from './endings.json' with { type: 'json' }
import { assemble, CityFiles } from './files.ts'
import grounds from './grounds.json' with { type: 'json' }
import kinds from './kinds.json' with { type: 'json' }
import limits from './limits.json' with { type: 'json' }
import misconduct from './misconduct.json' with { type: 'json' }
import people from './people.json' with { type: 'json' }
import retention from './retention.json' with { type: 'json' }
import roads from './roads.json' with { type: 'json' }
import routes from './routes.json' with { type: 'json' }
import stewards from './stewards.json' with { type: 'json' }
import templates from './templates.json' with { type: 'json' }
import units from './units.json' with { type: 'json' }

/** The shipped files: a made-up city, to be replaced by one's own. */
export const shipped: CityFiles = CityFiles.parse({
  city,
  units,
  people,
  categories,
  kinds,
  cues,
  danger,
  misconduct,
  limits,
  grounds,
  endings,
  roads,
  routes,
  templates,
  stewards,
  retention,
})

export const catalog: Catalog = assemble(shipped)
