import type { EventFacts, EventRecord, EventType, FaceOutcome, MessageKind } from '../kernel/index.ts';
import { describeDenial, isGraveDenial } from './describe-event-denial.ts';
import {
  changeWords,
  countOf,
  describeClock,
  describeDuration,
  FACTOR_WORDS,
  heldThing,
  listWords,
  roleChange,
} from './describe-event-words.ts';

/** `alert` wants eyes, `refusal` is somebody refused, `grant` somebody let in, `change` administration, `system` the rest. */
type EventTone = 'alert' | 'refusal' | 'grant' | 'change' | 'system';

/** The log holds ids; whoever shows it looks the names up. Null where the event names nobody, or they were erased. */
export interface EventNames {
  person: string | null;
  actor: string | null;
  accessPoint: string | null;
}

export interface EventDescription {
  sentence: string;
  tone: EventTone;
}

/** The names as they read within a sentence. */
interface Words {
  /** “Ada”, “somebody who was erased” or “somebody”. */
  person: string;
  /** Who did it, at the start of a sentence. */
  Actor: string;
  /** Null when nobody whose name is known is meant. */
  name: string | null;
  place: string | null;
  /** “ at Front door”, or empty. */
  at: string;
}

type Describe<Type extends EventType> = (
  facts: EventFacts[Type],
  words: Words,
  event: EventRecord,
) => [EventTone, string];

const FACE_WORDS: Record<FaceOutcome, string> = {
  match: 'the face was recognised',
  uncertain: 'the face could not be told for sure',
  unknown: 'the face is not known',
  no_face: 'no face was seen',
};

const MESSAGE_WORDS: Record<MessageKind, string> = {
  alert: 'alert',
  code: 'code',
  notice: 'notice',
  was_it_you: 'question whether it was them',
};

const ENROLMENT_FAULTS: Record<string, string> = {
  not_same_person: 'the face is not that of the photographs taken before',
  aborted: 'it was broken off before there were enough photographs',
  user_name_taken: 'somebody has this user name already',
};

const SESSION_END = {
  signed_out: 'signed out',
  expired: 'was signed out after a time without use',
  revoked: 'was signed out by the system',
};

/** Every event type has its sentence here: a missing one does not compile. */
const DESCRIPTIONS: { [Type in EventType]: Describe<Type> } = {
  'system.started': ({ version }) => ['system', `Sallyport ${version} started.`],
  'system.stopped': () => ['system', 'Sallyport was stopped.'],
  'setup.finished': (_, { Actor }) => ['change', `${Actor} finished the set-up.`],
  'attempt.step_passed': ({ factor, face }, { person, at }) => [
    'system',
    `The ${FACTOR_WORDS[factor]} of ${person} was right${at}${face && face !== 'match' ? `, but ${FACE_WORDS[face]}` : ''}.`,
  ],
  'attempt.step_failed': ({ factor, left, clockOffMs }, { name, at }) => [
    'refusal',
    `A wrong ${FACTOR_WORDS[factor]} was shown${name ? ` as ${name}` : ''}${at}${describeClock(clockOffMs)}; ${left === 1 ? 'one more try is' : `${left} more tries are`} allowed.`,
  ],
  'attempt.granted': ({ afterFailures, newNetwork }, { person, at }) => {
    const after = afterFailures ? `, after ${afterFailures} failed tries` : '';
    return [
      'grant',
      `${capital(person)} was let in${at}${after}${newNetwork ? ', from a new address' : ''}.`,
    ];
  },
  'attempt.denied': (facts, { name, at }) => [
    isGraveDenial(facts) ? 'alert' : 'refusal',
    describeDenial(facts, name, at),
  ],
  'access.throttled': ({ scope, failures, waitMs }, { name, at }, { ipAddress }) => {
    const target =
      scope === 'account'
        ? `for ${name ?? 'one account'}`
        : scope === 'address'
          ? `from ${ipAddress ?? 'one address'}`
          : 'of everybody';
    return [
      'alert',
      `${failures} failed tries in a row ${target}${at}: nothing is checked for ${describeDuration(waitMs)}.`,
    ];
  },
  'access_point.locked': ({ failures, waitMs }, { at }) => [
    'alert',
    `${failures} wrong credentials in a row${at}: it is locked for ${describeDuration(waitMs)}.`,
  ],
  'access_point.unlocked': (_, { Actor, place }) => [
    'change',
    `${Actor} ended the lock of ${place ?? 'an access point'}.`,
  ],
  'code.issued': ({ factor }, { person }) => [
    'system',
    factor === 'qr'
      ? `${capital(person)} got a new QR code; the one before is void.`
      : `${capital(person)} asked for a ${FACTOR_WORDS[factor]}.`,
  ],
  'session.started': (_, { person }) => ['system', `${capital(person)} signed in to the panel.`],
  'session.confirmed': (_, { person }) => ['system', `${capital(person)} confirmed again who it is.`],
  'session.ended': ({ why, sessions }, { person, Actor }, { actorId, personId }) => {
    if (!actorId || why !== 'revoked') return ['system', `${capital(person)} ${SESSION_END[why]}.`];
    const count = sessions === undefined || sessions === 1 ? 'a session' : `${sessions} sessions`;
    return ['change', `${Actor} ended ${count} of ${actorId === personId ? 'their own' : person}.`];
  },
  'person.added': ({ roles }, { Actor, person }) => [
    'change',
    `${Actor} added ${person}${roles.length > 0 ? ` as ${listWords(roles)}` : ''}.`,
  ],
  'person.changed': ({ fields }, { Actor, person }) => [
    'change',
    `${Actor} changed ${listWords(fields)} of ${person}.`,
  ],
  'person.enrolment_failed': ({ why }, { Actor, name }) => [
    'change',
    `${Actor} could not register ${name ?? 'somebody'}: ${ENROLMENT_FAULTS[why] ?? 'it was refused'}.`,
  ],
  'person.suspended': (_, { Actor, person }) => ['change', `${Actor} suspended ${person}.`],
  'person.reactivated': (_, { Actor, person }) => ['change', `${Actor} let ${person} pass again.`],
  'person.erased': (_, { Actor }) => ['change', `${Actor} erased a person and everything that was theirs.`],
  'people.imported': ({ added, changed }, { Actor }) => [
    'change',
    `${Actor} imported people from a table: ${added} added, ${changed} changed.`,
  ],
  'people.exported': ({ people }, { Actor }) => [
    'change',
    `${Actor} exported the table of ${people === 1 ? 'one person' : `all ${people} people`}.`,
  ],
  'person.exported': (_, { person }) => [
    'change',
    `${capital(person)} took a copy of everything that is kept about them.`,
  ],
  'role.added': ({ name, permissions }, { Actor }) => [
    'change',
    `${Actor} made the role ${name}, which allows ${countOf(permissions.length, 'thing')}.`,
  ],
  'role.changed': ({ before, after }, { Actor }) => ['change', `${Actor} ${roleChange(before, after)}.`],
  'role.removed': ({ name }, { Actor }) => ['change', `${Actor} removed the role ${name}.`],
  'group.added': ({ name }, { Actor }) => ['change', `${Actor} made the group ${name}.`],
  'group.changed': ({ before, after }, { Actor }) => [
    'change',
    `${Actor} renamed the group ${before} to ${after}.`,
  ],
  'group.removed': ({ name, people }, { Actor }) => [
    'change',
    `${Actor} removed the group ${name}, which ${people === 1 ? 'one person was' : `${people} people were`} in.`,
  ],
  'credential.set': ({ factor }, { Actor, person }) => [
    'change',
    `${Actor} set the ${FACTOR_WORDS[factor]} of ${person}.`,
  ],
  'credential.added': ({ factor }, { Actor, person }) => [
    'change',
    `${Actor} gave ${person} ${heldThing(factor)}.`,
  ],
  'credential.removed': ({ factor }, { Actor, person }) => [
    'change',
    `${Actor} took ${heldThing(factor)} from ${person}.`,
  ],
  'credential.renewed': ({ factor }, { person }) => [
    'change',
    `${capital(person)} made a new ${FACTOR_WORDS[factor]} of their own.`,
  ],
  'credential.renamed': ({ factor }, { Actor, person }) => [
    'change',
    `${Actor} gave another name to ${heldThing(factor)} of ${person}.`,
  ],
  'credential.counter_fell': ({ factor }, { name, at }) => [
    'alert',
    `A ${FACTOR_WORDS[factor]}${name ? ` of ${name}` : ''} was refused${at}: its counter did not rise, as if somebody had made a copy of it. Remove it and make another.`,
  ],
  'face.sample_added': ({ samples, resembles }, { Actor, person }) => [
    'change',
    `${Actor} added a photograph of ${person} (${samples} now)${resembles > 0 ? `; the face resembles ${resembles} other${resembles > 1 ? 's' : ''} enrolled` : ''}.`,
  ],
  'face.sample_removed': ({ samples, kind }, { Actor, person }) => [
    'change',
    kind === 'refinement'
      ? `${Actor} removed a photograph that was learned of ${person}.`
      : kind === 'impostor'
        ? `${Actor} no longer holds a photograph against being taken for ${person}.`
        : `${Actor} removed a photograph of ${person} (${samples} left).`,
  ],
  'face.refined': (_, { person }) => [
    'system',
    `A sighting of ${person} that another factor confirmed was added to what the face is compared with.`,
  ],
  'face.refinements_removed': ({ removed }, { Actor, person }) => [
    'change',
    `${Actor} removed what was learned from ${removed === 1 ? 'one sighting' : `${removed} sightings`} of ${person}.`,
  ],
  'face.impostor_added': (_, { Actor, person, at }, { actorId, personId }) => [
    'alert',
    `${Actor} says that ${actorId === personId ? 'it was somebody else' : `it was not ${person}`} who was let in${at}: that face is not taken for ${person} any more.`,
  ],
  'access_point.added': (_, { Actor, place }) => [
    'change',
    `${Actor} added ${place ? `the access point ${place}` : 'an access point'}.`,
  ],
  'access_point.changed': (facts, { Actor, place }) => [
    'change',
    `${Actor} changed ${changeWords(facts)} of ${place ?? 'an access point'}.`,
  ],
  'reader.added': (_, { Actor, at }) => ['change', `${Actor} added a reader${at}.`],
  'reader.removed': (_, { Actor, at }) => ['change', `${Actor} removed a reader${at}.`],
  'screen.paired': (_, { Actor, at }) => ['change', `${Actor} paired a screen${at}.`],
  'screen.removed': (_, { Actor, at }) => [
    'change',
    `${Actor} removed a screen${at}: it begins nothing any more.`,
  ],
  'flow.added': ({ flow, preset }, { Actor }) => [
    'change',
    `${Actor} added the flow ${flow}${preset ? ` from the preset ${preset}` : ''}.`,
  ],
  'flow.changed': ({ flow, ...facts }, { Actor }) => [
    'change',
    `${Actor} changed ${changeWords(facts)} of the flow ${flow}.`,
  ],
  'flow.removed': ({ flow }, { Actor }) => ['change', `${Actor} removed the flow ${flow}.`],
  'flow.risk_accepted': ({ flow, risks }, { Actor }) => [
    'change',
    `${Actor} accepts for the flow ${flow} what is advised against: ${listWords(risks)}.`,
  ],
  'sealing.unsealed': ({ failedTries }) => [
    failedTries > 0 ? 'alert' : 'system',
    `The passphrase opened the data${failedTries > 0 ? `, after ${failedTries} wrong ${failedTries === 1 ? 'one' : 'ones'}` : ''}.`,
  ],
  'sealing.unseal_failed': ({ tries }, _, { ipAddress }) => [
    'alert',
    `${tries === 1 ? 'A wrong passphrase was' : `${tries} wrong passphrases were`} tried from ${ipAddress ?? 'an unknown address'} while the data was sealed.`,
  ],
  'sealing.key_rotated': (_, { Actor }) => [
    'change',
    `${Actor} put a new master key in the place of the former.`,
  ],
  'sealing.data_keys_renewed': ({ owners }) => [
    'change',
    `Everything that is sealed was sealed anew, under ${owners} new keys.`,
  ],
  'sealing.records_shown': ({ people }) => [
    'change',
    `The sealed records of ${people === 1 ? 'one person' : `${people} people`} were shown at the console.`,
  ],
  'settings.changed': ({ section, ...facts }, { Actor }) => [
    'change',
    `${Actor} changed the ${section.replace('_', ' ')} settings: ${changeWords(facts)}.`,
  ],
  'alert.delivered': ({ channel, tries, message }, { person }) => [
    'system',
    `The ${MESSAGE_WORDS[message ?? 'alert']} to ${person} was delivered by ${channelWord(channel)}${tries > 1 ? ` at try ${tries}` : ''}.`,
  ],
  'alert.rejected': ({ channel, tries, why, message, moot }, { person }) => [
    moot ? 'system' : 'alert',
    `The ${MESSAGE_WORDS[message ?? 'alert']} to ${person} by ${channelWord(channel)} was given up after ${tries} ${tries === 1 ? 'try' : 'tries'}: ${why.replace(/[.\s]+$/, '')}.`,
  ],
};

/** What happened, in plain English for owner and guard. Plain text: whoever shows it as HTML escapes it. */
export function describeEvent(event: EventRecord, names: EventNames): EventDescription {
  const describe = DESCRIPTIONS[event.type] as Describe<EventType>;
  const [tone, sentence] = describe(event.facts, wordsOf(event, names), event);
  return { tone, sentence };
}

function wordsOf(event: EventRecord, names: EventNames): Words {
  const erased = 'somebody who was erased';
  return {
    person: names.person ?? (event.personId ? erased : 'somebody'),
    Actor: names.actor ?? (event.actorId ? capital(erased) : 'The system'),
    name: names.person,
    place: names.accessPoint,
    at: names.accessPoint ? ` at ${names.accessPoint}` : '',
  };
}

const channelWord = (channel: string): string => (channel === 'email' ? 'e-mail' : channel);

function capital(text: string): string {
  return text.startsWith('somebody') ? `S${text.slice(1)}` : text;
}
