import type { AccessPointId, FlowId } from '../kernel/index.ts';

/** `login` ends in a session of the panel; `kiosk` shows the answer and starts over. */
export const ACCESS_POINT_KINDS = ['login', 'kiosk'] as const;
export type AccessPointKind = (typeof ACCESS_POINT_KINDS)[number];

/** Who may be its screen: browsers that were paired with it and this machine's own, or whoever opens its page. */
export const SCREEN_RULES = ['paired', 'any'] as const;
export type ScreenRule = (typeof SCREEN_RULES)[number];

export interface AccessPoint {
  id: AccessPointId;
  name: string;
  /** Where it is, in the owner's words: goes into alerts. */
  place: string;
  kind: AccessPointKind;
  flowId: FlowId;
  /** Of a login always `any`: people sign in from wherever they are. */
  screens: ScreenRule;
}

/** The panel's own sign-in. It always exists. */
export const PANEL_ACCESS_POINT_ID = 'panel' as AccessPointId;
