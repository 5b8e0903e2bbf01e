import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

export type AccessPoint = Schemas['AccessPoint'];
export type Attempt = Schemas['Attempt'];
export type AttemptStep = NonNullable<Attempt['step']>;
export type CaptureMessage = Schemas['CaptureMessage'];
export type Guidance = Extract<CaptureMessage, { type: 'guidance' }>['guidance'];
export type Session = Schemas['Session'];
export type PersonRef = Schemas['PersonRef'];
export type Delivery = Schemas['Delivery'];
export type Flow = Schemas['Flow'];
export type LogEvent = Schemas['Event'];
export type Overview = Schemas['Overview'];
export type Person = Schemas['Person'];
export type Role = Schemas['Role'];
export type Group = Schemas['Group'];
export type Me = Schemas['Me'];
export type OpenSession = Schemas['OpenSession'];
export type PeopleImport = Schemas['PeopleImport'];
export type Tone = LogEvent['tone'];
