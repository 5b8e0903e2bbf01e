import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AlarmState,
  createAccess,
  createCaptures,
  createCredentialGiving,
  createFaceFactor,
  createPasswordFactor,
  createQrRolling,
  createReaderReports,
  createReaders,
  createThrottling,
  type FaceMatcher,
  type FactorRegistry,
  type FrameEyes,
  type FrameSight,
  type LivenessCheck,
  PANEL_ACCESS_POINT_ID,
} from '../../src/access/index.ts';
import { createAlertReactor, createNoticeReactor, createSilentAlarmReactor } from '../../src/alerts/index.ts';
import { createLedger } from '../../src/evidence/index.ts';
import { type EventRecord, type FaceSampleId, newId, type PersonId } from '../../src/kernel/index.ts';
import {
  createImpostorSamples,
  createKeptSettings,
  createPasswordHasher,
  createPeople,
  createRefinement,
  createRoleBook,
  type EnrolmentEyes,
  FACE_SETTINGS,
} from '../../src/people/index.ts';
import { openStore } from '../../src/storage/index.ts';
import { BUILT_IN_RECOGNISER, TEMPLATE_VARIANT } from '../../src/vision/index.ts';
import { createCodeFactors } from '../../src/wiring/codes.ts';
import {
  createFaceSource,
  createHeldFactors,
  createKeyFactors,
  createPasswordSource,
} from '../../src/wiring/factor-sources.ts';
import { addFirstAccessPoints } from '../../src/wiring/first-access-points.ts';
import { createSurroundings, createWhyNot } from '../../src/wiring/surroundings.ts';
import { EXAMPLE_SITE } from './software-authenticator.ts';

/** A template on a line: the distance of two is the difference of their first numbers. */
const template = (position: number) => new Float32Array(1152).fill(position);

const lineMatcher: FaceMatcher = {
  distance: (a, b) => Math.abs(a[0]! - b[0]!),
  mean: (all) => template(all.reduce((sum, one) => sum + one[0]!, 0) / all.length),
  threshold: (rate) => (rate <= 1e-4 ? 0.1 : 0.12),
};

/** What a frame shows is its text: `face:0.05`, `two`, `none`, `small:0.05`, `qr:what it says`. */
export const frame = (text: string) => new TextEncoder().encode(text);

const textEyes: FrameEyes = {
  async look(jpeg) {
    const [what, position] = Buffer.from(jpeg).toString().split(':');
    const face = (faults: FrameSight['faces'][number]['faults'] = []) => ({
      template: template(Number(position)),
      quality01: 0.5,
      faults,
      box: { x: 0.3, y: 0.3, width: 0.3, height: 0.3 },
    });
    const faces = { face: [face()], small: [face(['too_small'])], two: [face(), face()] }[what!] ?? [];
    return { ok: true, value: { faces, brightness01: 0.5 } };
  },
  photograph: async (jpeg) => jpeg,
};

/** Enrolment is stricter in nothing here. */
const enrolmentEyes: EnrolmentEyes = {
  look: textEyes.look,
  photograph: textEyes.photograph,
  distance: lineMatcher.distance,
  mean: lineMatcher.mean,
  threshold: (rate) => lineMatcher.threshold(rate, 1),
  variant: TEMPLATE_VARIANT,
};

/** A challenge that is decided by what the frame says: `live`, `flat`; anything else goes on. */
const textChallenge: LivenessCheck = {
  begin: () => ({
    async look(jpeg) {
      const text = new TextDecoder().decode(jpeg);
      const verdict = text === 'live' ? ('live' as const) : text === 'flat' ? { refused: 'flat' } : null;
      return { ok: true, value: { guidance: 'turn_left', progress01: 0.5, faces: 1, box: null, verdict } };
    },
    swap: () => true,
    end: () => {},
  }),
};

/** Access, people and a real store; only the camera is made of text. */
export async function openAccessHouse() {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-access-'));
  const clock = { time: 1_700_000_000_000, now: () => clock.time };
  const store = await openStore({ file: join(folder, 'test.db'), masterKey: new Uint8Array(32).fill(7) });
  const events: EventRecord[] = [];
  const roles = createRoleBook(store.roles);
  const ledger = createLedger({
    store,
    clock,
    chainKey: store.chainKey,
    reactors: [createAlertReactor(roles), createNoticeReactor(roles), createSilentAlarmReactor(roles)],
    consequences: [createQrRolling()],
    publish(event) {
      events.push(event);
      if (event.type === 'settings.changed') faceSettings.refresh();
    },
  });
  const hasher = createPasswordHasher();
  const people = createPeople({ ledger, store, clock, hasher });
  const faceSettings = createKeptSettings(FACE_SETTINGS, ledger, store.settings);
  const refinement = createRefinement({ ledger, store, clock, eyes: enrolmentEyes, settings: faceSettings });
  const impostors = createImpostorSamples({ ledger, store, clock, eyes: enrolmentEyes });
  /** What came of the sightings that were told of, in order. */
  const learned: Promise<string>[] = [];
  const factors: FactorRegistry = {
    password: createPasswordFactor(createPasswordSource(store, hasher)),
    ...createHeldFactors(store),
    ...createKeyFactors(store, () => EXAMPLE_SITE),
    ...createCodeFactors({ store, canMail: async () => site.mail }),
  };
  /** May be changed by a test. */
  const site = { alarm: 'disarmed' as AlarmState, mail: true };
  const throttling = createThrottling(clock, store.lookupHash);
  const access = createAccess({
    ledger,
    attempts: store.attempts,
    flows: store.flows,
    throttles: store.throttles,
    clock,
    factors,
    readCode: async (jpeg) => {
      const [what, text] = Buffer.from(jpeg).toString().split(/:(.*)/s);
      return what === 'qr' ? (text ?? null) : null;
    },
    whyNot: createWhyNot(store, clock),
    surroundings: createSurroundings({
      ...{ store, clock, factors },
      alarm: async () => site.alarm,
      canMail: async () => site.mail,
    }),
    throttling,
    captures: createCaptures(
      textEyes,
      createFaceFactor(
        createFaceSource(store, BUILT_IN_RECOGNISER, lineMatcher.mean),
        lineMatcher,
        async () => (await faceSettings.current()).falseMatchRate,
      ),
      textChallenge,
    ),
    findPersonId: async (userName) => (await store.people.findByUserName(userName))?.id ?? null,
    onConfirmedSighting: (sighting) => learned.push(refinement.learn(sighting)),
  });
  const giving = createCredentialGiving({ ledger, clock, throttling, lookupHash: store.lookupHash });
  const readers = createReaders({ ledger, store: store.readers, clock });
  const reports = createReaderReports({ ...store, access, clock });
  await addFirstAccessPoints(ledger, store);
  // Attempts here come from the network, and screens have tests of their own.
  for (const point of await store.accessPoints.list())
    await store.accessPoints.update({ ...point, screens: 'any' });
  const actor = { id: null, ipAddress: null };

  async function addPerson(userName: string, position: number | null): Promise<PersonId> {
    const person = await people.add(
      {
        userName,
        displayName: userName,
        email: `${userName}@example.org`,
        roles: ['administrator'],
        password: `right ${userName}`,
      },
      actor,
    );
    for (const offset of position === null ? [] : [-0.01, 0, 0.01]) {
      await store.faceSamples.add({
        id: newId<FaceSampleId>(),
        personId: person.id,
        kind: 'enrolment',
        attemptId: null,
        variant: TEMPLATE_VARIANT,
        template: template(position! + offset),
        jpeg: Buffer.from('jpeg'),
        quality01: 1,
        takenAt: clock.time,
      });
    }
    return person.id;
  }

  async function begin(pointId: string = PANEL_ACCESS_POINT_ID, ipAddress = '192.0.2.1') {
    const point = await store.accessPoints.find(pointId as typeof PANEL_ACCESS_POINT_ID);
    return access.begin(point!, { ipAddress });
  }

  return {
    ...{ giving, readers, reports },
    ...{ folder, access, store, people, clock, events, addPerson, begin, ledger, actor },
    ...{ faceSettings, refinement, impostors, learned, factors, site },
    async close() {
      await Promise.allSettled(learned);
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type AccessHouse = Awaited<ReturnType<typeof openAccessHouse>>;
