import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Server as TlsServer } from 'node:tls';
import { pino } from 'pino';
import {
  createAccess,
  createCaptures,
  createFaceFactor,
  createPasswordFactor,
  createSessions,
  createThrottling,
  type FactorRegistry,
} from './access/index.ts';
import { createAlertReactor, wakesOutbox } from './alerts/index.ts';
import { openDataFolder, openOrCreateKey, type Settings } from './config/index.ts';
import { createLedger } from './evidence/index.ts';
import {
  createAuthorise,
  createBeginLimit,
  createHandlers,
  createHttpServer,
  createNews,
  createPublicFront,
  createSockets,
  type HttpServices,
  openLanCertificate,
  ownHostNames,
  sealLanKeys,
} from './http/index.ts';
import { type Clock, type Logger, systemClock } from './kernel/index.ts';
import {
  createEnrolment,
  createFaceSettings,
  createImpostorSamples,
  createPasswordHasher,
  createPeople,
  createRefinement,
  createSetup,
} from './people/index.ts';
import { createFileSealing, openStore } from './storage/index.ts';
import { openFaceEngine } from './vision/index.ts';
import { createEnrolmentEyes, createFaceMatcher, createFrameEyes } from './wiring/face-eyes.ts';
import { createFaceSource, createHeldFactors, createPasswordSource } from './wiring/factor-sources.ts';
import { addFirstAccessPoints } from './wiring/first-access-points.ts';
import { addressOf, listen } from './wiring/listen.ts';
import { createLivenessCheck } from './wiring/liveness.ts';
import { startMail } from './wiring/mail.ts';
import { openModelInUse, orRefuseModel } from './wiring/model-in-use.ts';
import { BUILT, VERSION } from './wiring/paths.ts';
import { repeat } from './wiring/repeat.ts';
import { createSurroundings, createWhyNot } from './wiring/surroundings.ts';

export interface Sallyport {
  /** Where browsers find it. */
  url: string;
  /** The one-time set-up link while there is no administrator; null afterwards. */
  setupUrl: string | null;
  /** The certificate that devices of the network must trust; null on loopback. */
  certificate: { caFile: string; fingerprint: string } | null;
  close(): Promise<void>;
}

export interface Overrides {
  clock?: Clock;
  logger?: Logger;
}

const DAY_MS = 86_400_000;

/** The whole object graph: read, open, wire, start; and stop in the other order. */
export async function openSallyport(settings: Settings, overrides: Overrides = {}): Promise<Sallyport> {
  const clock = overrides.clock ?? systemClock;
  const logger = overrides.logger ?? pino({ level: settings.logLevel });
  const databaseFile = join(settings.dataDir, 'sallyport.db');

  const folder = openDataFolder(settings.dataDir);
  if (folder.openToOthers)
    logger.warn({ dataDir: folder.path }, 'other users of this machine can look into the data folder');
  const masterKey = openOrCreateKey({ keyFile: settings.keyFile, dataExists: existsSync(databaseFile) });
  const store = await openStore({ file: databaseFile, masterKey });
  const plugIn = await openModelInUse(store.settings, settings.dataDir);
  const engine = await orRefuseModel(
    openFaceEngine({
      modelsDir: BUILT.models,
      plugIn,
      workers: settings.vision.workers,
      threadsPerWorker: settings.vision.threads,
    }),
  );

  const news = createNews();
  const ledger = createLedger({
    store,
    clock,
    chainKey: store.chainKey,
    reactors: [createAlertReactor()],
    publish: (event) => {
      news.publish(event);
      if (event.type === 'settings.changed') faceSettings.refresh();
      if (wakesOutbox(event)) mail.poke();
    },
  });
  const panelUrl = settings.port === 0 ? settings.publicUrl : addressOf(settings, settings.port);
  const mail = startMail({ ledger, store, clock, logger, panelUrl });

  const hasher = createPasswordHasher();
  const frameEyes = createFrameEyes(engine);
  const faces = createFaceSource(store, engine.recogniser);
  const enrolmentEyes = createEnrolmentEyes(engine);
  const faceSettings = createFaceSettings(ledger, store.settings);
  const people = createPeople({ ledger, store, clock, hasher });
  const refinement = createRefinement({ ledger, store, clock, eyes: enrolmentEyes, settings: faceSettings });
  const sessions = createSessions(ledger, store.sessions, clock);
  const faceRate = async () => (await faceSettings.current()).falseMatchRate;
  const factors: FactorRegistry = {
    password: createPasswordFactor(createPasswordSource(store, hasher)),
    ...createHeldFactors(store),
  };
  const access = createAccess({
    ledger,
    attempts: store.attempts,
    flows: store.flows,
    clock,
    factors,
    readCode: async () => null,
    whyNot: createWhyNot(store),
    surroundings: createSurroundings({ store, clock, factors, alarm: async () => 'disarmed' }),
    throttling: createThrottling(clock, store.lookupHash),
    captures: createCaptures(
      frameEyes,
      createFaceFactor(faces, createFaceMatcher(engine.recogniser), faceRate),
      createLivenessCheck(engine, clock),
    ),
    findPersonId: async (userName) => (await store.people.findByUserName(userName))?.id ?? null,
    onConfirmedSighting: (sighting) =>
      refinement
        .learn(sighting)
        .catch((error: unknown) => logger.warn({ err: error }, 'a sighting could not be learned from')),
  });
  const setup = createSetup({ ledger, store, people, clock });
  await addFirstAccessPoints(ledger, store);

  const services: HttpServices = {
    ...{ store, ledger, clock, access, sessions, people, setup, news, frameEyes, mail },
    enrolment: createEnrolment(ledger, clock, enrolmentEyes, faces),
    impostors: createImpostorSamples({ ledger, store, clock, eyes: enrolmentEyes }),
    ...{ refinement, faceSettings },
    refusedShare: (rate) => engine.recogniser.refusedShare(rate),
    eyes: enrolmentEyes,
    beginLimit: createBeginLimit(clock),
    engineStats: () => engine.stats(),
  };
  const sealing = createFileSealing(masterKey);
  sealLanKeys(settings.dataDir, sealing);
  const openCertificate = () => openLanCertificate({ ...settings, now: clock.now(), sealing });
  const certificate = settings.lan ? await openCertificate() : null;
  const http = await createHttpServer({
    handlers: createHandlers(services),
    sockets: createSockets(services),
    authorise: createAuthorise({ access, sessions, people: store.people }),
    webRoot: existsSync(BUILT.panel) ? BUILT.panel : null,
    hostNames: ownHostNames(settings.hostNames),
    front: createPublicFront(settings),
    https: certificate,
    version: VERSION,
    logger,
  });
  faces.catchUp().catch((error: unknown) => logger.error({ err: error }, 'the faces cannot be read yet'));
  const url = await listen(http, settings);
  await ledger.transaction((tx) => tx.record([{ type: 'system.started', facts: { version: VERSION } }]));

  const timers = [
    repeat(500, logger, () => access.expireOverdue()),
    repeat(60_000, logger, () => sessions.prune()),
    repeat(DAY_MS, logger, async () => {
      if (http.server instanceof TlsServer) http.server.setSecureContext(await openCertificate());
    }),
    repeat(3_600_000, logger, () => store.throttles.prune(clock.now() - 2 * DAY_MS)),
  ];

  return {
    url,
    setupUrl: (await setup.isFinished()) ? null : `${url}/setup#${await setup.makeToken()}`,
    certificate,
    async close() {
      await Promise.all(timers.map((timer) => timer.stop()));
      await http.close();
      await mail.stop();
      await engine.close();
      await ledger.transaction((tx) => tx.record([{ type: 'system.stopped', facts: {} }]));
      await store.close();
    },
  };
}
