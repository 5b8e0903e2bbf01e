import type { AccessPointId, FlowId } from '../kernel/index.ts';

/** `login` ends in a session of the panel; `kiosk` shows the answer and starts over. */
export const ACCESS_POINT_KINDS = ['login', 'kiosk'] as const;
export type AccessPointKind = (typeof ACCESS_POINT_KINDS)[number];

export interface AccessPoint {
  id: AccessPointId;
  name: string;
  /** Where it is, in the owner's words: goes into alerts. */
  place: string;
  kind: AccessPointKind;
  flowId: FlowId;
}

/** The panel's own sign-in. It always exists. */
export const PANEL_ACCESS_POINT_ID = 'panel' as AccessPointId;
