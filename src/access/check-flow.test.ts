import { describe, expect, it } from 'vitest';
import type { FactorKind, GroupId, PersonId } from '../kernel/index.ts';
import { checkFlow, type FlowSite } from './check-flow.ts';
import { FIRST_FLOWS, FLOW_SCHEMA, type FlowDraft, type FlowStep } from './flow.ts';
import type { PanelOwner } from './lock-out.ts';
import { PRESETS } from './presets/index.ts';

const ANYWHERE: FlowSite = { missing: {}, panel: null };

const step = (anyOf: FactorKind | FactorKind[], more: Partial<FlowStep> = {}): FlowStep => ({
  anyOf: [anyOf].flat(),
  timeLimitMs: 20_000,
  ...more,
});
const draft = (steps: FlowStep[], more: Partial<FlowDraft> = {}): FlowDraft => ({
  ...{ name: 'A flow', description: '', steps, accepted: [] },
  ...more,
});
const codes = (flow: FlowDraft, site = ANYWHERE) => checkFlow(flow, site).map(({ code }) => code);
const NIGHT = { schedule: [{ days: [0, 1, 2, 3, 4, 5, 6], from: '22:00', to: '06:00' }] };

describe('a flow that cannot be used is refused at saving', () => {
  it('has no step', () => {
    expect(codes(draft([]))).toEqual(['no_step']);
  });

  it('names an unknown factor', () => {
    const flow = { ...draft([]), steps: [{ anyOf: ['iris'], timeLimitMs: 20_000 }] };
    expect(FLOW_SCHEMA.safeParse(flow).success).toBe(false);
  });

  it('asks for a factor that cannot be shown here, and says which step and why', () => {
    const site = { ...ANYWHERE, missing: { sms_otp: 'No SMS provider is set up.' } };
    const [fault, ...rest] = checkFlow(draft([step('password'), step(['totp', 'sms_otp'])]), site);
    expect(rest).toEqual([]);
    expect(fault).toMatchObject({ code: 'factor_not_available', step: 2 });
    expect(fault!.sentence).toContain('No SMS provider is set up.');
  });

  it('asks for a code before anybody is named', () => {
    expect(codes(draft([step('totp'), step('password')]))).toEqual(['nobody_named']);
  });

  it('asks for a code after a step that conditions may leave out', () => {
    const flow = draft([step('password', { when: NIGHT }), step('totp'), step('face')]);
    expect(checkFlow(flow, ANYWHERE)).toMatchObject([{ code: 'nobody_named', step: 2 }]);
  });

  it('hangs a step on groups before anybody is named', () => {
    const when = { groups: ['staff' as GroupId] };
    expect(codes(draft([step('password', { when }), step('pin')]))).toEqual(['group_unknown']);
    expect(codes(draft([step('password'), step('face', { when })]))).toEqual([]);
  });

  it('asks for liveness where no face is', () => {
    expect(codes(draft([step('password', { liveness: true })]))).toEqual(['liveness_without_face']);
  });

  it('opens by the face alone, unless that is accepted', () => {
    expect(codes(draft([step('face')]))).toEqual(['face_alone']);
    expect(codes(draft([step('face')], { accepted: ['face_alone'] }))).toEqual([]);
  });

  it('opens by the face alone when a condition leaves the other step out, and says which', () => {
    const [fault] = checkFlow(draft([step('face'), step('password', { when: NIGHT })]), ANYWHERE);
    expect(fault).toMatchObject({ code: 'face_alone' });
    expect(fault!.sentence).toContain('step 2 is left out');
  });

  it('is fine when one of two opposite conditions always asks for more', () => {
    const opposite = { ...NIGHT, not: true };
    const flow = draft([step('face'), step('password', { when: NIGHT }), step('pin', { when: opposite })]);
    expect(codes(flow)).toEqual([]);
  });

  it('opens by one weak factor', () => {
    expect(codes(draft([step('card')]))).toEqual(['weak_alone']);
    expect(codes(draft([step(['pin', 'card'])]))).toEqual(['weak_alone']);
  });

  it('counts two weak factors as two', () => {
    const [fault] = checkFlow(draft([step('card'), step('email_otp')]), ANYWHERE);
    expect(fault).toMatchObject({ code: 'weak_alone' });
    expect(fault!.sentence).toContain('two weak factors count as one');
    expect(codes(draft([step('card'), step('email_otp')], { accepted: ['face_alone'] }))).toEqual([
      'weak_alone',
    ]);
  });

  it('opens by too little when conditions leave several steps out, and says which', () => {
    const left = [step('password', { when: NIGHT }), step('pin', { when: NIGHT })];
    const [weak] = checkFlow(draft([step('card'), ...left]), ANYWHERE);
    expect(weak!.sentence).toContain('when steps 2 and 3 are left out, the card');
    const [nothing] = checkFlow(draft([...left, step('face', { when: NIGHT })]), ANYWHERE);
    expect(nothing).toMatchObject({ code: 'nothing_asked' });
    expect(nothing!.sentence).toContain('When steps 1, 2 and 3 are left out');
  });

  it('asks for nothing at some times', () => {
    expect(codes(draft([step('password', { when: NIGHT })]))).toEqual(['nothing_asked']);
  });
});

describe('the panel’s flow always lets an owner in', () => {
  const owner = (held: FactorKind[], more: Partial<PanelOwner> = {}): PanelOwner => ({
    ...{ id: 'ada' as PersonId, groups: [], leastFactors: 1, held, couldShow: [] },
    ...more,
  });
  const panel = (owners: PanelOwner[], addresses = ['192.0.2.7', '127.0.0.1']): FlowSite => ({
    missing: {},
    panel: { owners, addresses, alarm: 'disarmed', mayAcceptRisks: true },
  });
  const both = panel([owner(['password', 'face'])]);

  it('is refused when nobody holds what it asks for', () => {
    expect(codes(draft([step('password'), step('pin')]), both)).toEqual(['last_owner']);
    expect(codes(draft([step('password'), step(['pin', 'face'])]), both)).toEqual([]);
  });

  it('is refused when only different owners together hold it', () => {
    const two = panel([owner(['password']), owner(['face'], { id: 'bob' as PersonId })]);
    expect(codes(draft([step('password'), step('face')]), two)).toEqual(['last_owner']);
  });

  it('is refused when there is no owner at all', () => {
    expect(codes(draft([step('password')]), panel([]))).toEqual(['last_owner']);
  });

  it('is let by a schedule that opens at some time of the week, and refused by one that never does', () => {
    const allow = { schedule: [{ days: [3], from: '08:00', to: '08:30' }] };
    expect(codes(draft([step('password')], { allow }), both)).toEqual([]);
    const never = { schedule: [{ days: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '00:00' }], not: true };
    expect(codes(draft([step('password')], { allow: never }), both)).toEqual(['last_owner']);
  });

  it('is refused when neither the changer nor this machine is in its networks', () => {
    const allow = { networks: ['10.0.0.0/8'] };
    expect(codes(draft([step('password')], { allow }), both)).toEqual(['last_owner']);
    expect(codes(draft([step('password')], { allow: { networks: ['192.0.2.0/24'] } }), both)).toEqual([]);
  });

  it('is refused when it waits for another alarm state or for a group that no owner is in', () => {
    expect(codes(draft([step('password')], { allow: { alarm: ['armed_away'] } }), both)).toEqual([
      'last_owner',
    ]);
    const allow = { groups: ['staff' as GroupId] };
    expect(codes(draft([step('password')], { allow }), both)).toEqual(['last_owner']);
    const member = panel([owner(['password'], { groups: ['staff' as GroupId] })]);
    expect(codes(draft([step('password')], { allow }), member)).toEqual([]);
  });

  it('is refused when an owner must show two factors and could show no second one', () => {
    const strict = owner(['password'], { leastFactors: 2 });
    expect(codes(draft([step('password')]), panel([strict]))).toEqual(['last_owner']);
    const able = owner(['password', 'totp'], { leastFactors: 2, couldShow: ['totp'] });
    expect(codes(draft([step('password')]), panel([able]))).toEqual([]);
  });
});

describe('flows that come with Sallyport', () => {
  it.each(FIRST_FLOWS.map((flow) => [flow.id, flow] as const))('%s can be saved', (_, flow) => {
    expect(checkFlow(flow, ANYWHERE)).toEqual([]);
  });
  it.each(PRESETS.map(({ name, flow }) => [name, flow] as const))('%s can be saved', (_, flow) => {
    expect(checkFlow(FLOW_SCHEMA.parse(flow), ANYWHERE)).toEqual([]);
  });
});
