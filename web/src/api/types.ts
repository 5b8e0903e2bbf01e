import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

export type AccessPoint = Schemas['AccessPoint'];
export type Attempt = Schemas['Attempt'];
export type AttemptStep = NonNullable<Attempt['step']>;
export type CaptureMessage = Schemas['CaptureMessage'];
export type Guidance = Extract<CaptureMessage, { type: 'guidance' }>['guidance'];
export type Session = Schemas['Session'];
export type PersonRef = Schemas['PersonRef'];
