import type { FactorKind } from '../../kernel/index.ts';
import type { FlowDraft } from '../flow.ts';

/** A way in that can be set up at once: a flow, the access point that asks for it, and what it will do in words. */
export interface Preset {
  name: string;
  title: string;
  summary: string;
  /** What happens once it is there; shown before it is installed. */
  does: readonly string[];
  /** What people need before they can pass. */
  needs: readonly FactorKind[];
  flow: FlowDraft;
  point: { name: string; place: string };
  /** What it needs of the site’s settings. */
  settings?: { tellRegistrations?: 'everybody'; rollAtEveryLogin?: true };
}
