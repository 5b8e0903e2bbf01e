/** Rows as they stand in the database. Buffers are sealed; `…_hash` columns are keyed or plain hashes. */
export interface Schema {
  migrations: { version: number; name: string };
  data_keys: { owner_id: string; padding: Uint8Array; wrapped: Uint8Array; made_at: number | null };
  /** One row. Tells a wrong master key from the right one. */
  key_check: { sealed: Uint8Array };
  /** Keys of before a rotation, wrapped under the present one: `since` is the first event of a chain key. */
  kept_keys: { purpose: string; since: number; wrapped: Uint8Array };
  /** Who was erased: a copy of the data that is put back must not bring them back. */
  tombstones: { person_id: string };
  people: {
    id: string;
    user_name_hash: string;
    user_name: Uint8Array;
    display_name: Uint8Array;
    email: Uint8Array | null;
    phone: Uint8Array | null;
    roles: string;
    groups: string;
    status: string;
    valid_from: number | null;
    valid_until: number | null;
    second_factor: number;
    created_at: number;
  };
  roles: { id: string; name: string; permissions: string };
  groups: { id: string; name: string };
  passwords: { person_id: string; phc: Uint8Array; set_at: number };
  face_samples: {
    id: string;
    person_id: string;
    kind: string;
    attempt_id: string | null;
    variant: string;
    quality01: number;
    taken_at: number;
    template: Uint8Array;
    jpeg: Uint8Array;
    next_variant: string | null;
    next_template: Uint8Array | null;
  };
  access_points: {
    id: string;
    name: string;
    place: string;
    kind: string;
    flow_id: string;
    screens: string;
  };
  screens: { id: string; name: string; access_point_id: string; key_hash: string; created_at: number };
  attempts: {
    id: string;
    access_point_id: string;
    flow_id: string;
    steps: string;
    status: string;
    step_index: number;
    deadline_at: number;
    person_id: string | null;
    reason: string | null;
    ip_address: string;
    started_at: number;
    ended_at: number | null;
    token_hash: string;
    spent: number;
    version: number;
    /** What a flow laid down and what was shown so far, as JSON. */
    walk: string | null;
  };
  flows: { id: string; flow: string };
  credentials: {
    id: string;
    person_id: string;
    kind: string;
    lookup_hash: string | null;
    lookup: Uint8Array | null;
    secret: Uint8Array;
    label: Uint8Array;
    duress: Uint8Array;
    counter: number;
    created_at: number;
    used_at: number | null;
  };
  one_time_codes: { attempt_id: string; person_id: string; code: Uint8Array; expires_at: number };
  readers: {
    id: string;
    name: string;
    access_point_id: string;
    key_hash: string;
    least_confidence: number;
    created_at: number;
  };
  throttles: { throttle_key: string; failures: number; failed_at: number; blocked_until: number };
  sessions: {
    id: string;
    token_hash: string;
    person_id: string;
    attempt_id: string | null;
    created_at: number;
    seen_at: number;
    fresh_at: number;
    origin: Uint8Array;
  };
  events: {
    seq: number;
    at: number;
    type: string;
    facts: string;
    person_id: string | null;
    actor_id: string | null;
    access_point_id: string | null;
    attempt_id: string | null;
    ip_address: string | null;
    snapshot_id: string | null;
    hash: string;
  };
  snapshots: { id: string; owner_id: string | null; taken_at: number; jpeg: Uint8Array };
  obligations: {
    id: string;
    channel: string;
    recipient_id: string;
    facts: string;
    state: string;
    created_at: number;
    due_at: number;
    tries: number;
    ended_at: number | null;
    /** While somebody sends it; null when nobody does. */
    leased_until: number | null;
    /** 1 = owed for a silent alarm. */
    silent: number;
  };
  deliveries: {
    obligation_id: string;
    number: number;
    at: number;
    outcome: string;
    response: Uint8Array | null;
  };
  settings: { name: string; value: Uint8Array };
}
