/**
 * The one table of errors that somebody can act on: code → HTTP status and sentence.
 * Whatever is not in it is a bug: it is logged, the work is aborted, and the door stays as it was.
 */
export const ERRORS = {
  bad_input: [400, 'Some of the fields are not as they should be.'],
  unknown_user_or_password: [401, 'The user name or the password is not right.'],
  not_signed_in: [401, 'Please sign in first.'],
  fresh_authentication_needed: [403, 'Confirm first that it is you.'],
  not_the_same_person: [403, 'Somebody else was recognised than the one who is signed in.'],
  no_permission: [403, 'Your role does not allow this.'],
  foreign_origin: [403, 'This request came from another site and was refused.'],
  set_up_done: [403, 'Set-up is finished; sign in instead.'],
  set_up_token_wrong: [403, 'This set-up link is not valid. Run “sallyport setup” for a new one.'],
  attempt_over: [409, 'This attempt is over. Start again.'],
  wrong_step: [409, 'This is not what the flow asks for now.'],
  not_found: [404, 'There is no such thing here.'],
  flow_refused: [422, 'This flow cannot be used as it is.'],
  flow_in_use: [409, 'An access point uses this flow. Give it another one first.'],
  user_name_taken: [409, 'Somebody already has this user name.'],
  group_in_use: [409, 'A flow names this group.'],
  pin_too_short: [
    409,
    'With so many PINs in use, this one is too easy to hit upon by guessing. Use one digit more.',
  ],
  credential_taken: [409, 'This cannot be used. Choose another.'],
  twin_alone: [409, 'Give the ordinary one first: a duress twin stands beside it.'],
  pin_too_easy: [400, 'This PIN is among the first that are guessed. Choose another.'],
  too_many_credentials: [409, 'There are as many as are kept. Remove one first.'],
  code_wrong: [400, 'This code is not right. Type the one that the app shows now.'],
  nothing_begun: [409, 'This was begun too long ago. Begin again.'],
  passkey_refused: [400, 'This passkey cannot be used here. Begin again.'],
  passkeys_need_a_name: [409, 'Passkeys belong to a name, and this server is reached by its address only.'],
  card_refused: [400, 'This card number cannot be used.'],
  screen_not_paired: [
    403,
    'This screen is not paired with this place. Type the code that whoever manages access points makes in the panel.',
  ],
  pairing_code_wrong: [400, 'This code is not right, or has run out. Make a new one in the panel.'],
  reader_unknown: [401, 'This reader is not known here, or its key is not right.'],
  last_owner: [409, 'This is the last owner who can sign in; make another one first.'],
  role_built_in: [409, 'This role is part of Sallyport and stays as it is.'],
  role_in_use: [409, 'Somebody still has this role. Take it from them first.'],
  name_taken: [409, 'There is one of this name already.'],
  rows_refused: [422, 'Some rows cannot be imported, so nothing was changed.'],
  password_too_short: [400, 'A password needs at least 8 characters.'],
  password_too_common: [400, 'This password is on the lists that attackers try first. Choose another.'],
  image_refused: [400, 'This picture cannot be used.'],
  face_refused: [422, 'The face in this picture is not good enough.'],
  too_many_samples: [409, 'Five samples are enough. Remove one first.'],
  no_face_photograph: [409, 'There is no photograph of this attempt in which a face can be seen.'],
  too_many_impostors: [409, 'Twenty faces are held against this person already. Remove one first.'],
  not_enough_samples: [409, 'At least three good samples are needed.'],
  model_refused: [500, 'The face model cannot be used.'],
  mail_not_configured: [409, 'Mail is not set up yet.'],
  mail_refused: [502, 'The mail server did not take the message.'],
  sealed: [503, 'The data is sealed. An administrator opens it with the passphrase.'],
  wrong_passphrase: [403, 'This passphrase does not open the data.'],
  rotation_running: [409, 'The keys are being replaced already. Wait until that is done.'],
  throttled: [429, 'Too many failed tries. Wait a little and try again.'],
  too_large: [413, 'This is larger than what is accepted here.'],
  busy: [503, 'Too much to do at this moment. Try again in a second.'],
  data_folder: [500, 'The data folder cannot be used.'],
  storage_full: [507, 'The disk is full: nothing was changed. Make room and try again.'],
  key_missing: [500, 'The key file is missing, or is not the one that sealed this data.'],
  port_taken: [500, 'The port is taken by another program.'],
  internal: [500, 'Something went wrong on our side. Nothing was changed.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof ERRORS;

/** An error from the table. `details` may be shown to the person who caused it, so it never holds secrets. */
export class SallyportError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: Record<string, unknown> | undefined;

  constructor(
    code: ErrorCode,
    options: { details?: Record<string, unknown>; sentence?: string; cause?: unknown } = {},
  ) {
    super(options.sentence ?? ERRORS[code][1], { cause: options.cause });
    this.name = 'SallyportError';
    this.code = code;
    this.status = ERRORS[code][0];
    this.details = options.details;
  }
}
