/** What the server asks for before a face counts as enrolled. */
export const ENOUGH_SAMPLES = 3;
