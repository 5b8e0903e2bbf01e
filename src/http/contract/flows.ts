import { z } from 'zod';
import { ALARM_STATES, FLOW_SCHEMA, RISKS, STEP_SCHEMA } from '../../access/index.ts';
import { FACTOR_KINDS } from '../../kernel/index.ts';
import { id, idParams, instant, line, named } from './common.ts';
import { route } from './route.ts';

/** Ids of groups are plain text at the border. */
const groups = z.array(id).min(1).max(50).optional();
const ConditionBody = FLOW_SCHEMA.shape.allow.unwrap().extend({ groups });
const StepBody = STEP_SCHEMA.extend({ when: ConditionBody.optional() }).omit({ demanded: true });

const FlowDraftBody = named(
  'FlowDraft',
  FLOW_SCHEMA.omit({ preset: true }).extend({
    name: line(80),
    allow: ConditionBody.optional(),
    steps: z.array(StepBody).max(10),
  }),
);

const FlowFaultView = named(
  'FlowFault',
  z.object({
    code: z.string(),
    step: z.number().int().nullable().describe('1-based; null when it is about the flow as a whole'),
    sentence: z.string(),
  }),
);

const FlowDetails = named(
  'FlowDetails',
  z.object({
    id: z.string(),
    preset: z.string().nullable(),
    draft: FlowDraftBody,
    words: z.string().describe('What it asks for, and how much that is'),
    usedAt: z.array(z.object({ id: z.string(), name: z.string() })),
    faults: z.array(FlowFaultView).describe('Why it could not be saved as it is; empty when it could'),
  }),
);

const FlowJudgement = named(
  'FlowJudgement',
  z.object({ words: z.string(), faults: z.array(FlowFaultView), risks: z.array(z.enum(RISKS)) }),
);

const PresetView = named(
  'Preset',
  z.object({
    name: z.string(),
    title: z.string(),
    summary: z.string(),
    does: z.array(z.string()),
    needs: z.array(z.enum(FACTOR_KINDS)),
    words: z.string(),
    faults: z.array(FlowFaultView).describe('Why it cannot be installed yet'),
    point: z.object({ name: z.string(), place: z.string() }),
  }),
);

const ThoughtView = named(
  'Thought',
  z.object({
    granted: z.boolean(),
    reason: z.string().nullable(),
    sentence: z.string(),
    trace: z.array(z.object({ step: z.number().int(), sentence: z.string() })),
  }),
);

export const flowsContract = {
  listFlows: route({
    method: 'GET',
    url: '/api/flows',
    permission: 'access_points.read',
    tag: 'Flows',
    summary: 'Every flow in full, where it is used, and what this installation cannot ask for',
    status: 200,
    answer: z.object({
      flows: z.array(FlowDetails),
      missing: z.array(z.object({ factor: z.enum(FACTOR_KINDS), why: z.string() })),
    }),
  }),
  checkFlow: route({
    method: 'POST',
    url: '/api/flows/check',
    permission: 'flows.write',
    tag: 'Flows',
    summary: 'Whether a flow could be saved, and what it asks for in words; changes nothing',
    body: z.strictObject({ id: id.nullable(), draft: FlowDraftBody }),
    status: 200,
    answer: FlowJudgement,
  }),
  addFlow: route({
    method: 'POST',
    url: '/api/flows',
    permission: 'flows.write',
    fresh: true,
    tag: 'Flows',
    summary: 'Adds a flow; 422 `flow_refused` with the faults when it cannot be used',
    body: FlowDraftBody,
    status: 201,
    answer: FlowDetails,
  }),
  changeFlow: route({
    method: 'PUT',
    url: '/api/flows/:id',
    permission: 'flows.write',
    fresh: true,
    tag: 'Flows',
    summary: 'Changes a flow; attempts under way keep the steps they began with',
    params: idParams,
    body: FlowDraftBody,
    status: 200,
    answer: FlowDetails,
  }),
  removeFlow: route({
    method: 'DELETE',
    url: '/api/flows/:id',
    permission: 'flows.write',
    fresh: true,
    tag: 'Flows',
    summary: 'Removes a flow that no access point uses',
    params: idParams,
    status: 204,
    answer: 'none',
  }),
  listPresets: route({
    method: 'GET',
    url: '/api/presets',
    permission: 'access_points.read',
    tag: 'Flows',
    summary: 'Ways in that can be set up at once, and what each will do',
    status: 200,
    answer: z.object({ presets: z.array(PresetView) }),
  }),
  installPreset: route({
    method: 'POST',
    url: '/api/presets/:id',
    permission: 'flows.write',
    fresh: true,
    tag: 'Flows',
    summary: 'Makes the preset’s flow, an access point that asks for it, and the settings it needs',
    params: idParams,
    body: z.strictObject({ name: line(80).optional(), place: line(120).optional() }),
    status: 201,
    answer: z.object({ flow: FlowDetails, accessPointId: z.string() }),
  }),
  thinkThrough: route({
    method: 'POST',
    url: '/api/what-if',
    permission: 'people.read',
    tag: 'Flows',
    summary:
      'What would come of somebody standing there: granted or the reason, with the trace. Nothing is written',
    body: z.strictObject({
      personId: id,
      accessPointId: id,
      at: instant.optional(),
      ipAddress: z.union([z.ipv4(), z.ipv6()]).optional(),
      alarm: z.enum(ALARM_STATES).optional(),
      factors: z.array(z.enum(FACTOR_KINDS)).max(FACTOR_KINDS.length).optional(),
    }),
    status: 200,
    answer: ThoughtView,
  }),
};
