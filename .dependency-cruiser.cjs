/** The walls of the house; CONTRIBUTING.md tells of them, tests/walls holds them up. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const composing = '^bot/(main\\.ts$|commands/)'
const library = {
  dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core', 'unknown'],
}

module.exports = {
  forbidden: [
    rule(
      'bot-knows-no-room',
      'bot/ talks through bot/ports; only bot/main.ts and bot/commands/ put rooms together.',
      { path: '^bot/', pathNot: composing },
      { path: '^(adapters|knowledge)/', pathNot: '^knowledge/passage\\.ts$' },
    ),
    rule(
      'bot-is-pure',
      'bot/ needs zod and nothing else: no node:, no library. The world comes in through ports and desk.',
      { path: '^bot/', pathNot: composing },
      { ...library, pathNot: '^node_modules/zod/' },
    ),
    rule(
      'knowledge-knows-nobody',
      'knowledge/ could leave the house and be of use elsewhere.',
      { path: '^knowledge/' },
      { path: '^(bot|adapters)/' },
    ),
    rule(
      'one-place-cuts-words',
      'nodejieba costs 254 MB a thread and knows our words only once they were taught.',
      { path: '^(bot|knowledge|adapters)/', pathNot: '^knowledge/words/segment\\.ts$' },
      { path: '^node_modules/nodejieba/' },
    ),
    rule(
      'one-place-searches',
      'Whoever searches asks knowledge/, so that the index can be replaced.',
      { path: '^(bot|knowledge|adapters)/', pathNot: '^knowledge/approved/records\\.ts$' },
      { path: '^node_modules/minisearch/' },
    ),
    rule(
      'adapters-know-ports-only',
      'An adapter fulfils a port in the words of the model.',
      { path: '^adapters/' },
      { path: '^(knowledge/|bot/(?!ports/|model/))' },
    ),
    rule(
      'adapters-ignore-siblings',
      'An adapter can be taken out without another noticing.',
      { path: '^adapters/([^/]+)/' },
      { path: '^adapters/', pathNot: '^adapters/$1/' },
    ),
    rule(
      'nobody-imports-the-top',
      'bot/main.ts and bot/commands/ compose; what is composed does not know them.',
      { pathNot: composing },
      { path: composing },
    ),
    rule(
      'product-runs-without-tools',
      'What runs for the user is a dependency, not a devDependency.',
      {},
      { dependencyTypes: ['npm-dev'] },
    ),
    rule('no-circles', 'Two files that need each other are one file, or three.', {}, { circular: true }),
    rule('all-resolves', 'An import leads somewhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    // TypeScript 7 has no compiler API; without swc, dependency-cruiser sees no module and is content.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
