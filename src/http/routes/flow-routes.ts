import {
  describeFlow,
  describeTrace,
  type Flow,
  type FlowDraft,
  type FlowFault,
  PRESETS,
  risksOfFlow,
} from '../../access/index.ts';
import type { AccessPointId, FactorKind, FlowId, PersonId } from '../../kernel/index.ts';
import { SallyportError } from '../../kernel/index.ts';
import type { Permission } from '../../people/index.ts';
import { actorOf } from '../caller.ts';
import type { Caller, Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type FlowRoutes = Pick<
  Handlers,
  | 'listFlows'
  | 'checkFlow'
  | 'addFlow'
  | 'changeFlow'
  | 'removeFlow'
  | 'listPresets'
  | 'installPreset'
  | 'thinkThrough'
>;

/** As the contract's schema reads it; ids of groups are branded within. */
const draftOf = (body: unknown): FlowDraft => body as FlowDraft;

export function flowRoutes({ store, clock, flows, missingFactors, thinkThrough }: HttpServices): FlowRoutes {
  async function view(flow: Flow, faults: FlowFault[]) {
    const points = (await store.accessPoints.list()).filter(({ flowId }) => flowId === flow.id);
    const { id, preset, ...draft } = flow;
    return {
      ...{ id, preset: preset ?? null, words: describeFlow(flow), faults },
      draft: draft as never,
      usedAt: points.map(({ id: pointId, name }) => ({ id: pointId, name })),
    };
  }

  return {
    async listFlows({ caller }) {
      const all = await store.flows.list();
      const views = all.map(async (flow) => view(flow, await flows.check(flow, flow.id, actorOf(caller))));
      const missing = Object.entries(await missingFactors()) as [FactorKind, string][];
      return { flows: await Promise.all(views), missing: missing.map(([factor, why]) => ({ factor, why })) };
    },

    async checkFlow({ body, caller }) {
      const draft = draftOf(body.draft);
      const faults = await flows.check(draft, body.id as FlowId | null, actorOf(caller));
      return { words: describeFlow(draft), faults, risks: risksOfFlow(draft) };
    },

    addFlow: async ({ body, caller }) => view(await flows.add(draftOf(body), actorOf(caller)), []),

    changeFlow: async ({ params, body, caller }) =>
      view(await flows.change(params.id as FlowId, draftOf(body), actorOf(caller)), []),

    async removeFlow({ params, caller }) {
      await flows.remove(params.id as FlowId, actorOf(caller));
      return undefined;
    },

    async listPresets({ caller }) {
      const views = PRESETS.map(async ({ flow, ...preset }) => ({
        ...preset,
        ...{ does: [...preset.does], needs: [...preset.needs], words: describeFlow(flow) },
        faults: await flows.check(flow, null, actorOf(caller)),
      }));
      return { presets: await Promise.all(views) };
    },

    async installPreset({ params, body, caller }) {
      const preset = PRESETS.find(({ name }) => name === params.id);
      if (!preset) throw new SallyportError('not_found', { sentence: 'There is no such preset.' });
      demandAll(caller, ['access_points.write', ...(preset.settings ? (['settings.write'] as const) : [])]);
      const { flow, point } = await flows.install(preset, body, actorOf(caller));
      return { flow: await view(flow, []), accessPointId: point.id };
    },

    async thinkThrough({ body, caller }) {
      const person = await store.people.find(body.personId as PersonId);
      const point = await store.accessPoints.find(body.accessPointId as AccessPointId);
      if (!person || !point) throw new SallyportError('not_found');
      const attempt = await thinkThrough({
        ...{ person, point, at: body.at ?? clock.now(), factors: body.factors },
        ipAddress: body.ipAddress ?? caller.ipAddress,
        alarm: body.alarm ?? 'disarmed',
      });
      const trace = describeTrace(attempt.trace).map(({ step, sentence }) => ({ step, sentence }));
      return {
        granted: attempt.status === 'granted',
        reason: attempt.reason,
        sentence: trace.at(-1)?.sentence ?? '',
        trace,
      };
    },
  };
}

/** A preset does several things at once: whoever may not do one of them makes none of it. */
function demandAll({ signedIn }: Caller, needed: readonly Permission[]): void {
  if (!needed.every((one) => signedIn?.permissions.has(one))) throw new SallyportError('no_permission');
}
