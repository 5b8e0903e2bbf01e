import { FACTOR_WORDS } from '../evidence/index.ts';
import type { FactorKind } from '../kernel/index.ts';
import { TRAITS } from './factors/traits.ts';
import type { FlowDraft, FlowStep } from './flow.ts';
import { type FlowPath, listPaths } from './flow-paths.ts';
import { isOpenToAnOwner, type PanelUse } from './lock-out.ts';
import { countFactors, risksOf } from './strength.ts';

/** What a flow is held against besides itself. */
export interface FlowSite {
  /** Factors that cannot be shown here, each with the reason as a sentence. */
  missing: Partial<Record<FactorKind, string>>;
  /** Who must still get in, when the panel's sign-in uses the flow; null when it does not. */
  panel: PanelUse | null;
}

export type FlowFaultCode =
  | 'no_step'
  | 'nothing_asked'
  | 'factor_not_available'
  | 'nobody_named'
  | 'group_unknown'
  | 'liveness_without_face'
  | 'face_alone'
  | 'weak_alone'
  | 'owners_risk'
  | 'last_owner';

export interface FlowFault {
  code: FlowFaultCode;
  /** 1-based; null when it is about the flow as a whole. */
  step: number | null;
  /** For whoever makes the flow: the step, the reason, and what to do. */
  sentence: string;
}

/** Pure: why this flow cannot be saved as it is; empty when it can. */
export function checkFlow(draft: FlowDraft, site: FlowSite): FlowFault[] {
  if (draft.steps.length === 0)
    return [
      { code: 'no_step', step: null, sentence: 'A flow needs at least one step: add a factor to ask for.' },
    ];
  const faults = draft.steps.flatMap((step, index) => [
    ...checkFactors(step, index + 1, site),
    ...checkNames(step, index + 1, draft.steps.slice(0, index)),
    ...checkLiveness(step, index + 1),
  ]);
  faults.push(...checkStrength(draft));
  if (site.panel && !site.panel.mayAcceptRisks && draft.accepted.length > 0) faults.push(OWNERS_RISK);
  if (faults.length === 0 && site.panel && !isOpenToAnOwner(draft, site.panel)) faults.push(LAST_OWNER);
  return faults;
}

/** Who can read an owner's mail, or has a photograph of them, would be one: that is not an administrator's to accept. */
const OWNERS_RISK: FlowFault = {
  code: 'owners_risk',
  step: null,
  sentence:
    'Only an owner may let the panel itself open by a face alone or by weak factors alone: take the accepted risk away, or ask an owner.',
};

const LAST_OWNER: FlowFault = {
  code: 'last_owner',
  step: null,
  sentence:
    'With this flow no owner could sign in to the panel any more: see that one of them has every factor it asks for, and that neither times, networks, alarm nor groups shut all of them out.',
};

function checkFactors({ anyOf }: FlowStep, step: number, { missing }: FlowSite): FlowFault[] {
  return anyOf.flatMap((kind) => {
    const why = missing[kind];
    const sentence = `Step ${step}: the ${FACTOR_WORDS[kind]} cannot be asked for here. ${why}`;
    return why ? [{ code: 'factor_not_available' as const, step, sentence }] : [];
  });
}

function checkNames({ anyOf, when }: FlowStep, step: number, before: readonly FlowStep[]): FlowFault[] {
  const somebody = listPaths(before).every(({ shown }) => shown.length > 0);
  if (somebody) return [];
  const faults: FlowFault[] = [];
  for (const kind of anyOf.filter((one) => !TRAITS[one].names)) {
    const sentence = `Step ${step}: the ${FACTOR_WORDS[kind]} does not say who somebody is. Put a factor before it that is always asked for and does, such as the password or the face.`;
    faults.push({ code: 'nobody_named', step, sentence });
  }
  if (when?.groups) {
    const sentence = `Step ${step}: nobody is known yet when it comes, so it cannot hang on groups. Put a step before it that is always asked for.`;
    faults.push({ code: 'group_unknown', step, sentence });
  }
  return faults;
}

function checkLiveness({ anyOf, liveness }: FlowStep, step: number): FlowFault[] {
  if (!liveness || anyOf.includes('face')) return [];
  const sentence = `Step ${step}: only a face can be asked to move. Add the face to the step, or leave the liveness check out.`;
  return [{ code: 'liveness_without_face', step, sentence }];
}

/** Every way through the flow is enough, also those on which conditions leave steps out. */
function checkStrength({ steps, accepted }: FlowDraft): FlowFault[] {
  const found = new Map<FlowFaultCode, FlowFault>();
  for (const path of listPaths(steps)) {
    const risk = risksOf(path.shown)[0];
    if (path.shown.length === 0) found.set('nothing_asked', nothingAsked(path));
    else if (risk && !accepted.includes(risk) && !found.has(risk)) found.set(risk, tooWeak(risk, path));
  }
  return [...found.values()];
}

function nothingAsked({ skipped }: FlowPath): FlowFault {
  const sentence = `When ${listSteps(skipped)} ${skipped.length > 1 ? 'are' : 'is'} left out, nothing is asked and nobody can pass. Let one step always be asked for; say who may pass when under “Who may pass”.`;
  return { code: 'nothing_asked', step: null, sentence };
}

function tooWeak(code: 'face_alone' | 'weak_alone', path: FlowPath): FlowFault {
  const factors = [...new Set(path.shown)].map((kind) => FACTOR_WORDS[kind]).join(' and the ');
  const way = `${path.skipped.length > 0 ? `when ${listSteps(path.skipped)} ${path.skipped.length > 1 ? 'are' : 'is'} left out, ` : ''}the ${factors}`;
  const reason =
    code === 'face_alone'
      ? 'a face alone can be a picture or a look-alike'
      : countFactors(path.shown) < new Set(path.shown).size
        ? 'two weak factors count as one, and one weak factor is not enough'
        : 'one weak factor is not enough';
  const sentence = `One way opens with too little: ${way}. Here ${reason}. Add a step that is always asked for, or accept the risk.`;
  return { code, step: null, sentence };
}

const listSteps = (steps: readonly number[]): string =>
  `step${steps.length > 1 ? 's' : ''} ${steps.length > 1 ? `${steps.slice(0, -1).join(', ')} and ${steps.at(-1)}` : steps[0]}`;
