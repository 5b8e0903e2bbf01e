import { existsSync } from 'node:fs';
import { Server as TlsServer } from 'node:tls';
import { pino } from 'pino';
import {
  type AlarmState,
  createAccess,
  createCaptures,
  createCredentialGiving,
  createFaceFactor,
  createFlows,
  createPasskeyEnrolment,
  createQrRolling,
  createReaderReports,
  createReaders,
  createScreens,
  createSessions,
  createThrottling,
  createTotpEnrolment,
  SESSION_SETTINGS,
} from './access/index.ts';
import {
  createAlertReactor,
  createNoticeReactor,
  createSilentAlarmReactor,
  wakesOutbox,
} from './alerts/index.ts';
import { type FoundKey, findKeyPlace, openDataFolder, type Settings } from './config/index.ts';
import { createLedger } from './evidence/index.ts';
import {
  createAuthorise,
  createBeginLimit,
  createConsoleProofs,
  createFrameTurns,
  createHandlers,
  createHttpServer,
  createNews,
  createPublicFront,
  createSockets,
  type HttpServices,
  openLanCertificate,
  ownHostNames,
  resealLanKeys,
  sealLanKeys,
} from './http/index.ts';
import { type Clock, type Logger, systemClock } from './kernel/index.ts';
import {
  createEnrolment,
  createGroups,
  createImpostorSamples,
  createKeptSettings,
  createPasswordHasher,
  createPeople,
  createPeopleTable,
  createRefinement,
  createRoleBook,
  createRoleChanges,
  createSetup,
  FACE_SETTINGS,
} from './people/index.ts';
import { drawQr, openFaceEngine } from './vision/index.ts';
import { createCodeReader } from './wiring/codes.ts';
import type { DataLock } from './wiring/data-place.ts';
import { createEnrolmentEyes, createFaceMatcher, createFrameEyes } from './wiring/face-eyes.ts';
import { createFaceSource } from './wiring/factor-sources.ts';
import { createFactors } from './wiring/factors.ts';
import { addFirstAccessPoints } from './wiring/first-access-points.ts';
import { createFlowSite, missingFactors, ownerAt } from './wiring/flow-site.ts';
import { flowsNaming } from './wiring/flows-naming.ts';
import { createKeyRotation } from './wiring/key-rotation.ts';
import { addressOf, listen } from './wiring/listen.ts';
import { createLivenessCheck } from './wiring/liveness.ts';
import type { Unsealed } from './wiring/locked-door.ts';
import { startMail } from './wiring/mail.ts';
import { openModelInUse, orRefuseModel } from './wiring/model-in-use.ts';
import { createOwnersWayIn } from './wiring/owners-way-in.ts';
import { findPasskeySite, siteNameOf } from './wiring/passkey-site.ts';
import { BUILT, VERSION } from './wiring/paths.ts';
import { applySettings } from './wiring/preset-settings.ts';
import { repeat } from './wiring/repeat.ts';
import {
  announce,
  createErasureList,
  guardData,
  openBehindDoor,
  openSettledStore,
  readKeysOf,
  recordUnsealing,
} from './wiring/sealed-start.ts';
import { createSurroundings, createWhyNot } from './wiring/surroundings.ts';
import { createThought } from './wiring/thought.ts';

export interface Sallyport {
  /** Where browsers find it. */
  url: string;
  /** While the data waits for its passphrase: settles with the server that then runs. Null when it is open. */
  unsealed: Promise<Sallyport> | null;
  /** The one-time set-up link while there is no administrator; null afterwards. */
  setupUrl: string | null;
  /** The certificate that devices of the network must trust; null on loopback. */
  certificate: { caFile: string; fingerprint: string } | null;
  close(): Promise<void>;
}

interface Overrides {
  clock: Clock;
  logger: Logger;
}

const DAY_MS = 86_400_000;

/** The server; one whose data lies under a passphrase waits for it first, at the same address. */
export async function openSallyport(settings: Settings, given: Partial<Overrides> = {}): Promise<Sallyport> {
  const logger = given.logger ?? pino({ level: settings.logLevel });
  const overrides = { clock: given.clock ?? systemClock, logger };
  const folder = openDataFolder(settings.dataDir);
  if (folder.openToOthers)
    logger.warn({ dataDir: folder.path }, 'other users of this machine can look into the data folder');
  return guardData(settings, logger, async (place, lock) =>
    place.kind === 'key_file'
      ? openWithKeys(settings, overrides, { keys: await readKeysOf(settings), lock })
      : openBehindDoor(settings, overrides, place, (unsealed) =>
          openWithKeys(
            { ...settings, port: unsealed.port },
            overrides,
            { keys: unsealed.keys, lock },
            unsealed,
          ),
        ),
  );
}

/** The whole object graph: read, open, wire, start; and stop in the other order. */
async function openWithKeys(
  settings: Settings,
  { clock, logger }: Overrides,
  { keys, lock }: { keys: FoundKey[]; lock: DataLock | null },
  unsealed?: Unsealed,
): Promise<Sallyport> {
  const store = await openSettledStore(settings, keys, lock, logger);
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
  const roles = createRoleBook(store.roles);
  const erasures = createErasureList(settings, store, logger);
  const ledger = createLedger({
    store,
    clock,
    chainKey: store.chainKey,
    reactors: [createAlertReactor(roles), createNoticeReactor(roles), createSilentAlarmReactor(roles)],
    consequences: [createQrRolling(), (event, tx) => ownersWayIn(event, tx)],
    publish: (event) => {
      news.publish(event);
      if (event.type.startsWith('role.')) roles.refresh();
      if (event.type === 'settings.changed') {
        faceSettings.refresh();
        sessionSettings.refresh();
      }
      if (event.type === 'person.erased') erasures.keep();
      if (wakesOutbox(event)) mail.poke();
    },
  });
  const panelUrl = settings.port === 0 ? settings.publicUrl : addressOf(settings, settings.port);
  const mail = startMail({ ledger, store, clock, logger, roles, panelUrl });

  const hasher = createPasswordHasher();
  const frameEyes = createFrameEyes(engine);
  const faces = createFaceSource(store, engine.recogniser);
  const enrolmentEyes = createEnrolmentEyes(engine);
  const faceSettings = createKeptSettings(FACE_SETTINGS, ledger, store.settings);
  const people = createPeople({ ledger, store, clock, hasher });
  const refinement = createRefinement({ ledger, store, clock, eyes: enrolmentEyes, settings: faceSettings });
  const sessionSettings = createKeptSettings(SESSION_SETTINGS, ledger, store.settings);
  const sessions = createSessions({ ledger, sessions: store.sessions, clock, settings: sessionSettings });
  const faceRate = async () => (await faceSettings.current()).falseMatchRate;
  const canMail = async () => (await mail.load()) !== null;
  const hostNames = ownHostNames(settings.hostNames);
  // Which port is ours is known once we listen.
  let { port } = settings;
  const passkeySite = () => findPasskeySite(settings, hostNames, port);
  const factors = createFactors({ store, hasher, canMail, passkeySite });
  const throttling = createThrottling(clock, store.lookupHash);
  const alarm = async (): Promise<AlarmState> => 'disarmed';
  const access = createAccess({
    ledger,
    attempts: store.attempts,
    flows: store.flows,
    throttles: store.throttles,
    clock,
    factors,
    readCode: createCodeReader(engine),
    whyNot: createWhyNot(store, clock),
    surroundings: createSurroundings({ store, clock, factors, alarm, canMail }),
    throttling,
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
  const panelSite = createFlowSite({ factors, canMail, alarm });
  const ownersWayIn = createOwnersWayIn({
    panelUse: async (tx, actor) => (await panelSite(tx, actor)).panel!,
    asOwner: async (tx, person) => {
      const missing = missingFactors(factors, await canMail());
      return ownerAt(tx, person, (kind) => missing[kind] === undefined);
    },
  });
  const readers = createReaders({ ledger, store: store.readers, clock });
  const screens = createScreens({ ledger, store, clock });
  const setup = createSetup({ ledger, store, people, clock });
  await addFirstAccessPoints(ledger, store);
  await erasures.repeat(ledger);

  const rotation = createKeyRotation({
    ...{ store, ledger, where: settings, alone: lock !== null, clock, logger },
    resealFiles: () => resealLanKeys(settings.dataDir, store.files),
  });

  const services: HttpServices = {
    sealing: { ...rotation, place: () => findKeyPlace(settings).kind },
    ...{ store, ledger, clock, access, sessions, sessionSettings, people, setup, news, frameEyes, mail },
    ...{ roles, roleChanges: createRoleChanges(ledger), groups: createGroups(ledger, flowsNaming) },
    peopleTable: createPeopleTable({ ledger, store, roles, clock }),
    flows: createFlows({ ledger, store, applySettings, site: panelSite }),
    missingFactors: async () => missingFactors(factors, await canMail()),
    thinkThrough: createThought({ store, factors }),
    enrolment: createEnrolment(ledger, clock, enrolmentEyes, faces),
    impostors: createImpostorSamples({ ledger, store, clock, eyes: enrolmentEyes }),
    ...{ refinement, faceSettings, readers, screens },
    giving: createCredentialGiving({ ledger, clock, throttling, lookupHash: store.lookupHash }),
    totpEnrolment: createTotpEnrolment({ ledger, clock, issuer: siteNameOf(settings) }),
    passkeyEnrolment: createPasskeyEnrolment({
      ...{ ledger, credentials: store.credentials, clock, site: passkeySite, siteName: siteNameOf(settings) },
    }),
    passkeySite,
    readerReports: createReaderReports({ ...store, access, clock }),
    refusedShare: (rate) => engine.recogniser.refusedShare(rate),
    eyes: enrolmentEyes,
    beginLimit: createBeginLimit(clock),
    // One more than keeps every worker busy would only stand in line before others'.
    frameTurns: createFrameTurns(settings.vision.workers + 1),
    drawQr,
    engineStats: () => engine.stats(),
  };
  sealLanKeys(settings.dataDir, store.files);
  const openCertificate = () => openLanCertificate({ ...settings, now: clock.now(), sealing: store.files });
  const certificate = settings.lan ? await openCertificate() : null;
  const http = await createHttpServer({
    handlers: createHandlers(services),
    sockets: createSockets(services),
    authorise: createAuthorise({
      ...{
        access,
        readers,
        screens,
        sessions,
        people: store.people,
        roles,
        clock,
        isSetUp: setup.isFinished,
      },
      isOperator: createConsoleProofs(store.operatorKey, clock),
    }),
    webRoot: existsSync(BUILT.panel) ? BUILT.panel : null,
    hostNames,
    front: createPublicFront(settings),
    https: certificate,
    version: VERSION,
    logger,
  });
  faces.catchUp().catch((error: unknown) => logger.error({ err: error }, 'the faces cannot be read yet'));
  await unsealed?.makeWay();
  const url = await listen(http, settings);
  port = announce(settings, http.server);
  await ledger.transaction((tx) => tx.record([{ type: 'system.started', facts: { version: VERSION } }]));
  if (unsealed) await recordUnsealing(ledger, unsealed);
  await rotation.resume();

  const timers = [
    repeat(500, logger, () => access.expireOverdue()),
    repeat(60_000, logger, () => sessions.prune()),
    repeat(60_000, logger, () => store.codes.removeExpired(clock.now())),
    repeat(DAY_MS, logger, async () => {
      if (http.server instanceof TlsServer) http.server.setSecureContext(await openCertificate());
    }),
    repeat(3_600_000, logger, () => store.throttles.prune(clock.now() - 2 * DAY_MS)),
  ];

  return {
    url,
    unsealed: null,
    setupUrl: (await setup.isFinished()) ? null : `${url}/setup#${await setup.makeToken()}`,
    certificate,
    async close() {
      await Promise.all(timers.map((timer) => timer.stop()));
      await http.close();
      await rotation.stop();
      await mail.stop();
      await engine.close();
      await ledger.transaction((tx) => tx.record([{ type: 'system.stopped', facts: {} }]));
      await store.close();
    },
  };
}
