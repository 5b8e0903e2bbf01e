/** The law of imports: one sentence a rule. ARCHITECTURE.md says why. */
const FEATURES = '(people|access|intrusion|alerts|devices|cameras|evidence)';

/** Library → the one folder it may be imported from. */
const HOMES = {
  kysely: 'storage',
  'better-sqlite3': 'storage/sqlite',
  mysql2: 'storage/mysql',
  'fastify|@fastify/.*|fastify-type-provider-zod|@peculiar/x509|reflect-metadata': 'http',
  'onnxruntime-node|sharp|@vladmandic/.*|@tensorflow/.*': 'vision',
  nodemailer: 'alerts/channels',
  'zxing-wasm|qrcode': 'vision',
  '@simplewebauthn/server': 'access',
};

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'No file needs itself, however far around.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'kernel-imports-nothing',
      comment: 'The kernel imports nothing of ours.',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^src/', pathNot: '^src/kernel/' },
    },
    {
      name: 'config-imports-kernel-only',
      comment: 'Settings know the kernel and nothing else.',
      severity: 'error',
      from: { path: '^src/config/' },
      to: { path: '^src/', pathNot: '^src/(config|kernel)/' },
    },
    {
      name: 'vision-stands-on-the-ground',
      comment: 'The face engine knows pixels: it imports nothing of ours.',
      severity: 'error',
      from: { path: '^src/vision/' },
      to: { path: '^src/', pathNot: '^src/vision/' },
    },
    {
      name: 'features-by-their-door',
      comment: 'Whoever needs a folder goes through its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/([^/]+)/', pathNot: ['^src/$1/', '^src/wiring/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'evidence-knows-no-feature',
      comment: 'The log is written by everybody and knows nobody.',
      severity: 'error',
      from: { path: '^src/evidence/' },
      to: { path: '^src/', pathNot: '^src/(evidence|kernel)/' },
    },
    {
      name: 'people-below-access',
      comment: 'People know the log and the kernel; access, alerts and http know people.',
      severity: 'error',
      from: { path: '^src/people/' },
      to: { path: '^src/', pathNot: '^src/(people|evidence|kernel)/' },
    },
    {
      name: 'access-and-alerts-apart',
      comment: 'Deciding and telling never import each other: events join them.',
      severity: 'error',
      from: { path: '^src/(access|alerts)/' },
      to: { path: '^src/', pathNot: '^src/($1|people|evidence|kernel)/' },
    },
    {
      name: 'features-know-no-infrastructure',
      comment: 'A feature declares what it needs; storage, http, mqtt and vision provide it.',
      severity: 'error',
      from: { path: `^src/${FEATURES}/` },
      to: { path: '^src/(storage|http|mqtt|vision|cli|wiring)/' },
    },
    {
      name: 'storage-and-http-apart',
      comment: 'Storage and http meet only in main.ts.',
      severity: 'error',
      from: { path: '^src/(storage|http)/' },
      to: { path: '^src/(storage|http|mqtt|vision|cli|wiring)/', pathNot: '^src/$1/' },
    },
    {
      name: 'plug-ins-import-their-contract',
      comment: 'A factor or a channel imports its own contract and nothing beside it.',
      severity: 'error',
      from: { path: '^src/(access/factors|alerts/channels)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^src/',
        pathNot: [
          '^src/kernel/',
          '^src/access/(credential|factors/(factor|traits|held-credential|one-time-code))\\.ts$',
          '^src/alerts/(channel|mail-settings)\\.ts$',
          '^src/$1/email',
        ],
      },
    },
    {
      name: 'only-main-and-cli-wire',
      comment: 'Nobody imports the wiring but main.ts and the commands.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main\\.ts|cli/|wiring/)' },
      to: { path: '^src/(main\\.ts|cli/|wiring/)' },
    },
    ...Object.entries(HOMES).map(([library, home]) => ({
      name: `${home.replace('/', '-')}-is-home`,
      comment: `${library} lives in ${home}.`,
      severity: 'error',
      from: { path: '^src/', pathNot: [`^src/${home}/`, '\\.test\\.ts$'] },
      to: { path: `^node_modules/(${library})/` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
};
